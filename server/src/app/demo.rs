//! `veer demo`: an invented organisation with a clock that can be moved.

use std::{io::Write, net::SocketAddr};

use anyhow::Context;
use care::ids::{OrgId, PersonId};
use jiff::SignedDuration;
use tokio::net::TcpListener;

use super::serve;
use crate::{
    auth::passphrase::Strength,
    clock::Clock,
    demo::{self, Entrance},
    entropy,
    notify::Notifier,
    store::{Location, Store},
    web::{
        account::SetUp,
        reader::{DemoRole, Transport},
    },
};

/// Serves the demo from a folder of its own that is removed at the end.
///
/// With the address of an empty PostgreSQL database it lives there, and stays.
pub(super) async fn run(database: Option<&str>, listen: SocketAddr) -> anyhow::Result<()> {
    anyhow::ensure!(
        listen.ip().is_loopback(),
        "the demo is for this machine only: listen on 127.0.0.1"
    );
    let folder = Folder::new()?;
    let clock = Clock::demo(SignedDuration::ZERO);
    let location = database.map_or_else(
        || Location::Folder(folder.0.clone()),
        |url| Location::Url(url.to_owned()),
    );
    let store = Store::open(&location, clock.now()).await?;
    let (org, cast) = demo::populate(&store, clock.now()).await?;
    let neighbour = demo::neighbour(&store, &org, &cast, clock.now()).await?;
    let here = cast.doors().chain([demo::both(&cast)]);
    let here = here.map(|(role, name, person)| (role, name, org.id.clone(), person));
    let there = neighbour.doors.into_iter();
    let there = there.map(|(role, name, person)| (role, name, neighbour.org.clone(), person));
    let doors: Vec<Behind> = here.chain(there).collect();
    let listener = bind(listen).await?;
    let port = listener.local_addr()?.port();
    let key = entropy::reference().to_lowercase();
    let demo_roles = doors.iter().map(|(role, ..)| DemoRole {
        key: format!("demo-role-{role}"),
        href: demo::path(&key, role),
    });
    let site = serve::site(clock, Transport::Local, demo_roles.collect())?;
    let passkeys = serve::passkeys(Transport::Local, None)?;
    let channels = Notifier::default();
    let app = serve::wire(
        store,
        site,
        Strength::Token,
        passkeys,
        SetUp::default(),
        channels,
    )
    .await?;
    announce(port, &key, &doors)?;
    let people = doors
        .into_iter()
        .map(|(role, _, org, person)| (role, org, person));
    let doors = demo::routes(Entrance::new(app.clone(), key, people.collect()));
    let origin = format!("http://localhost:{port}");
    serve::until_stopped(listener, app, origin, doors).await
}

/// A door of the demo: role, name, and who stands behind it where.
type Behind = (&'static str, &'static str, OrgId, PersonId);

/// The wanted port, or a free one when something else has it.
async fn bind(listen: SocketAddr) -> anyhow::Result<TcpListener> {
    match TcpListener::bind(listen).await {
        Ok(listener) => Ok(listener),
        Err(_) => TcpListener::bind((listen.ip(), 0))
            .await
            .context("no free port on this machine"),
    }
}

/// One line per role: role, name, link.
fn announce(port: u16, key: &str, doors: &[Behind]) -> anyhow::Result<()> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "Veer demo")?;
    for (role, name, ..) in doors {
        writeln!(
            out,
            "{role}\t{name}\thttp://localhost:{port}{}",
            demo::path(key, role)
        )?;
    }
    writeln!(out, "ready")?;
    Ok(out.flush()?)
}

/// A temporary folder that goes with the demo.
struct Folder(std::path::PathBuf);

impl Folder {
    fn new() -> anyhow::Result<Self> {
        let path =
            std::env::temp_dir().join(format!("veer-demo-{}", entropy::reference().to_lowercase()));
        std::fs::create_dir(&path).context("cannot make a temporary folder")?;
        Ok(Self(path))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // A folder that stays behind does no harm: everybody in it is invented.
        _ = std::fs::remove_dir_all(&self.0);
    }
}
