//! Veer's own tasks: `cargo xtask <task>`.

use std::process::{Command, ExitCode};

use anyhow::{Result, bail};
use xtask::postgres::{Postgres, URL_VARIABLE};
use xtask::run::succeed;
use xtask::workspace::Workspace;
use xtask::{attack, bench, demo, house, test, web};

const USAGE: &str = "\
cargo xtask <task>

  test [--fast] [--only STEP] [--skip STEP] [--list]
                       every check, as CI runs it; installs what it needs
  attack               everything that must not be found is looked for, everywhere
  demo [ARGS ...]      a living invented organisation on this machine
  web                  the browser bundle from npm, by lock file
  house                the rules of the house alone: a second
  postgres [CMD ...]   start a throw-away PostgreSQL, print its address and wait;
                       with CMD: run it with VEER_TEST_POSTGRES_URL set, then stop
  bench [ARGS ...]     the measurements, in the release profile
  bench vault          opening sealed notes in Chromium
  bench detect [--events N]
                       years of events, beside DuckDB, Polars and programs that only parse
  bench reach [rota [--bin PROGRAM]]
                       rotas, beside CP-SAT, HiGHS and a plain greedy
";

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    let task = arguments.next().unwrap_or_default();
    let rest: Vec<String> = arguments.collect();
    let workspace = Workspace::here();
    match task.as_str() {
        "test" => test::run(&workspace, &rest),
        "attack" => attack::run(&workspace),
        "demo" => demo::run(&workspace, &rest),
        "web" => web::all(&workspace),
        "house" => house::check(workspace.root()),
        "bench" => bench::run(&workspace, &rest),
        "postgres" => postgres(&rest),
        "" | "help" | "--help" | "-h" => {
            println!("{USAGE}");
            Ok(())
        }
        other => bail!("there is no task {other:?}\n\n{USAGE}"),
    }
}

fn postgres(command: &[String]) -> Result<()> {
    let server = Postgres::start()?;
    let Some((program, arguments)) = command.split_first() else {
        println!("{}", server.url());
        eprintln!(
            "export {URL_VARIABLE}='{}'\nIt stops with Ctrl-C.",
            server.url()
        );
        return server.wait();
    };
    succeed(
        Command::new(program)
            .args(arguments)
            .env(URL_VARIABLE, server.url()),
    )
}
