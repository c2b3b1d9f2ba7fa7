//! The commands of `veer` and how their parts are wired.
mod audit;
mod backtest;
mod backup;
mod demo;
mod events;
mod import;
mod inbox;
mod location;
mod organisation;
mod retention;
mod roster;
mod rota;
mod serve;
mod start;
mod user;
mod verdict;
mod verify_export;
pub use serve::router;

use std::{io::Write, net::SocketAddr, path::PathBuf, process::ExitCode};

use clap::{Args, Parser, Subcommand};

/// Peer support that arrives, is kept on its path, and stays between two people.
#[derive(Parser)]
#[command(name = "veer", version)]
struct Cli {
    #[command(flatten)]
    data: Data,
    #[command(subcommand)]
    command: Command,
}

/// Where the data lives.
#[derive(Args, Clone)]
struct Data {
    /// Folder of the embedded database.
    #[arg(
        long,
        env = "VEER_DATA_DIR",
        default_value = "veer-data",
        global = true
    )]
    data_dir: PathBuf,
    /// Address of a PostgreSQL database, in place of the embedded one.
    #[arg(long, env = "VEER_DATABASE_URL", hide_env_values = true, global = true)]
    database_url: Option<String>,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the pages and take in events.
    Serve {
        /// Address to listen on.
        #[arg(long, env = "VEER_LISTEN", default_value = "127.0.0.1:8080")]
        listen: SocketAddr,
        /// Serve behind TLS: tell browsers to stay on it.
        #[arg(long, env = "VEER_TLS")]
        tls: bool,
        /// Address in the browser, such as `https://veer.example.org`; passkeys are tied to it.
        #[arg(long, env = "VEER_ORIGIN")]
        origin: Option<String>,
        /// File that signed ends of the access log are added to; in the data folder otherwise.
        #[arg(long, env = "VEER_CHECKPOINTS")]
        checkpoints: Option<PathBuf>,
        /// Folder that sources lay files in, as `<organisation>/<source>/FILE`; none is watched otherwise.
        #[arg(long, env = "VEER_INBOX")]
        inbox: Option<PathBuf>,
    },
    /// Serve an invented organisation with a clock that can be moved.
    Demo {
        /// Address to listen on; port 0 takes a free one.
        #[arg(long, default_value = "127.0.0.1:8080")]
        listen: SocketAddr,
    },
    /// Take in a file.
    Import {
        #[command(subcommand)]
        what: ImportWhat,
    },
    /// Let people in.
    User {
        #[command(subcommand)]
        what: UserWhat,
    },
    /// Organisations of this installation, strictly apart from each other.
    Org {
        #[command(subcommand)]
        what: organisation::Organisations,
    },
    /// Check the access log.
    Audit {
        #[command(subcommand)]
        what: audit::Audit,
    },
    /// Make the offline key that backups are sealed to, once.
    BackupKey(backup::Key),
    /// Write everything to a new file that an offline key opens, while the server runs.
    Backup(backup::Backup),
    /// Read a backup back into an empty database of either kind.
    Restore(backup::Restore),
    /// List what is past its period, and erase it.
    Retention(retention::Retention),
    /// Print the incident list's verdict on each incident of a file, and store nothing.
    Verdict(verdict::Options),
    /// Try an incident list on years of events, beside another, and store nothing.
    Backtest(backtest::Options),
    /// Make an on-call rota out of a file, or judge one; store nothing.
    Rota {
        #[command(subcommand)]
        what: rota::Command,
    },
    /// Check that an export is whole and who signed it; opens nothing and needs no key.
    VerifyExport(verify_export::Options),
}

#[derive(Subcommand)]
enum ImportWhat {
    /// Dispatch events from a day register.
    Dispatch(import::Dispatch),
    /// People, units, shifts and duty periods.
    Roster(roster::Roster),
}

#[derive(Subcommand)]
enum UserWhat {
    /// Print the path of a link with which somebody sets their passphrase, once.
    Invite(user::Invite),
}

/// Runs the command line; prints errors with their causes and a recovery hint.
#[must_use]
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    start::log(matches!(
        cli.command,
        Command::Serve { .. } | Command::Demo { .. }
    ));
    match run(cli) {
        Ok(code) => code,
        Err(error) => {
            // Standard error may be closed; there is nobody left to tell then.
            _ = writeln!(std::io::stderr(), "veer: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(cli: Cli) -> anyhow::Result<ExitCode> {
    let runtime = start::runtime()?;
    runtime.block_on(async move {
        match cli.command {
            Command::Serve {
                listen,
                tls,
                origin,
                checkpoints,
                inbox,
            } => {
                let files = serve::Files { checkpoints, inbox };
                serve::run(&cli.data, listen, tls, origin.as_deref(), files).await?;
            }
            Command::Demo { listen } => demo::run(cli.data.database_url.as_deref(), listen).await?,
            Command::Import {
                what: ImportWhat::Dispatch(options),
            } => return import::run(&cli.data, &options).await,
            Command::Import {
                what: ImportWhat::Roster(options),
            } => return roster::run(&cli.data, &options).await,
            Command::User {
                what: UserWhat::Invite(options),
            } => return user::invite(&cli.data, &options).await,
            Command::Org { what } => return organisation::run(&cli.data, &what).await,
            Command::Audit { what } => return audit::run(&cli.data, &what).await,
            Command::BackupKey(options) => return backup::key(&cli.data, &options),
            Command::Backup(options) => return backup::backup(&cli.data, &options).await,
            Command::Restore(options) => return backup::restore(&cli.data, &options).await,
            Command::Retention(options) => return retention::run(&cli.data, &options).await,
            Command::Verdict(options) => {
                verdict::run(&options, &mut std::io::stdout().lock())?;
            }
            Command::Backtest(options) => {
                backtest::run(&options, &mut std::io::stdout().lock())?;
            }
            Command::Rota { what } => {
                return rota::run(&what, &mut std::io::stdout().lock());
            }
            Command::VerifyExport(options) => {
                if !verify_export::run(&options, &mut std::io::stdout().lock())? {
                    return Ok(ExitCode::FAILURE);
                }
            }
        }
        Ok(ExitCode::SUCCESS)
    })
}
