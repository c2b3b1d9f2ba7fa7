//! A throw-away PostgreSQL for tests and developers.
//!
//! The cluster lives in a private folder below the temporary folder, listens on
//! its own socket and on one free loopback port, and does not sync to disk. It
//! stops with this value, and by the kernel when this process is killed.

mod binaries;

use std::fs;
use std::io::Read as _;
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::os::unix::fs::{PermissionsExt as _, chown};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

use anyhow::{Context as _, Result, bail};

use crate::run::{is_root, output_of, succeed};
use binaries::Binaries;

/// The variable by which tests learn where PostgreSQL listens.
pub const URL_VARIABLE: &str = "VEER_TEST_POSTGRES_URL";

const FOLDER_PREFIX: &str = "veer-postgres-";
const START_ATTEMPTS: u32 = 3;
const READY_WITHIN: Duration = Duration::from_secs(30);
const POLL: Duration = Duration::from_millis(50);

/// A running throw-away cluster; dropping it stops the server and erases it.
#[derive(Debug)]
pub struct Postgres {
    server: Child,
    folder: PathBuf,
    url: String,
    programs: PathBuf,
}

impl Postgres {
    /// Makes a cluster and starts it.
    ///
    /// # Errors
    /// When PostgreSQL is neither here nor installable, or does not come up.
    pub fn start() -> Result<Self> {
        sweep_abandoned();
        let binaries = Binaries::find_or_install()?;
        let owner = Owner::choose()?;
        let folder = private_folder(&owner)?;
        match launch(&binaries, &owner, &folder) {
            Ok((server, url)) => Ok(Self {
                server,
                folder,
                url,
                programs: binaries.folder().to_path_buf(),
            }),
            Err(error) => {
                drop(fs::remove_dir_all(&folder));
                Err(error)
            }
        }
    }

    /// The address of the maintenance database, superuser and password included.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The folder of its programs, `pg_dump` among them.
    pub fn programs(&self) -> &Path {
        &self.programs
    }

    /// Waits until the server ends by itself or by a signal.
    ///
    /// # Errors
    /// When the process cannot be waited for.
    pub fn wait(mut self) -> Result<()> {
        self.server.wait().context("waiting for PostgreSQL")?;
        Ok(())
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        // SIGINT is PostgreSQL's fast shutdown: it disconnects clients and ends.
        let pid = self.server.id().to_string();
        drop(
            Command::new("kill")
                .args(["-INT", &pid])
                .stderr(Stdio::null())
                .status(),
        );
        drop(self.server.wait());
        drop(fs::remove_dir_all(&self.folder));
    }
}

/// The account the server runs as: PostgreSQL refuses to run as root.
struct Owner {
    switch_to: Option<(u32, u32)>,
}

impl Owner {
    fn choose() -> Result<Self> {
        if !is_root()? {
            return Ok(Self { switch_to: None });
        }
        let id = |what: &str| output_of(Command::new("id").args([what, "nobody"]));
        let uid = id("-u")?.trim().parse().context("the user id of nobody")?;
        let gid = id("-g")?.trim().parse().context("the group id of nobody")?;
        Ok(Self {
            switch_to: Some((uid, gid)),
        })
    }

    fn give(&self, path: &Path) -> Result<()> {
        let Some((uid, gid)) = self.switch_to else {
            return Ok(());
        };
        chown(path, Some(uid), Some(gid)).with_context(|| format!("giving away {}", path.display()))
    }

    /// A command that runs as this owner and dies with this process.
    fn command(&self, program: &Path, folder: &Path) -> Command {
        let mut command = Command::new("setpriv");
        command.args(["--pdeathsig", "INT"]);
        if let Some((uid, gid)) = self.switch_to {
            command.args([
                format!("--reuid={uid}"),
                format!("--regid={gid}"),
                "--clear-groups".to_owned(),
            ]);
        }
        command.arg(program).current_dir(folder).env("LC_ALL", "C");
        command
    }
}

fn launch(binaries: &Binaries, owner: &Owner, folder: &Path) -> Result<(Child, String)> {
    let password = random_word()?;
    initialise(binaries, owner, folder, &password)?;
    for _ in 0..START_ATTEMPTS {
        let port = free_port()?;
        if let Some(server) = serve(binaries, owner, folder, port)? {
            return Ok((
                server,
                format!("postgres://postgres:{password}@127.0.0.1:{port}/postgres"),
            ));
        }
    }
    bail!(
        "PostgreSQL did not start:\n{}",
        fs::read_to_string(folder.join("log")).unwrap_or_default()
    )
}

fn initialise(binaries: &Binaries, owner: &Owner, folder: &Path, password: &str) -> Result<()> {
    let secret = folder.join("password");
    fs::write(&secret, password).context("writing the password file")?;
    owner.give(&secret)?;
    let mut command = owner.command(&binaries.initdb(), folder);
    command
        .args([
            "--username=postgres",
            "--encoding=UTF8",
            "--locale=C",
            "--no-sync",
            "--no-instructions",
        ])
        .args([
            "--auth-local=trust",
            "--auth-host=password",
            "--pwfile=password",
            "--pgdata=data",
        ])
        .stdout(Stdio::null());
    succeed(&mut command).context("making a PostgreSQL cluster")
}

/// Starts the server; `None` when it ended at once, as when the port was taken.
fn serve(binaries: &Binaries, owner: &Owner, folder: &Path, port: u16) -> Result<Option<Child>> {
    let log = fs::File::create(folder.join("log")).context("making PostgreSQL's log")?;
    let mut command = owner.command(&binaries.postgres(), folder);
    command
        .args(["-D", "data", "-k"])
        .arg(folder)
        .args(["-h", "127.0.0.1", "-p", &port.to_string()])
        .args([
            "-c",
            "fsync=off",
            "-c",
            "synchronous_commit=off",
            "-c",
            "full_page_writes=off",
        ])
        .args(["-c", "max_connections=300"])
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(log);
    let mut server = command.spawn().context("starting PostgreSQL")?;
    let polls = READY_WITHIN.as_millis() / POLL.as_millis();
    for _ in 0..polls {
        if server.try_wait().context("watching PostgreSQL")?.is_some() {
            return Ok(None);
        }
        if is_ready(folder, port) {
            return Ok(Some(server));
        }
        sleep(POLL);
    }
    server
        .kill()
        .context("ending a PostgreSQL that never became ready")?;
    server.wait().context("waiting for PostgreSQL to end")?;
    Ok(None)
}

/// Whether the server says so itself: the port alone answers earlier.
fn is_ready(folder: &Path, port: u16) -> bool {
    let state = fs::read_to_string(folder.join("data/postmaster.pid")).unwrap_or_default();
    state
        .lines()
        .last()
        .is_some_and(|line| line.trim() == "ready")
        && TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_ok()
}

fn private_folder(owner: &Owner) -> Result<PathBuf> {
    let folder = std::env::temp_dir().join(format!("{FOLDER_PREFIX}{}", std::process::id()));
    fs::create_dir(&folder).with_context(|| format!("making {}", folder.display()))?;
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o700))
        .context("closing the folder to others")?;
    owner.give(&folder)?;
    Ok(folder)
}

/// Erases clusters whose process was killed before it could do so itself.
fn sweep_abandoned() {
    let Ok(entries) = fs::read_dir(std::env::temp_dir()) else {
        return;
    };
    for entry in entries.flatten() {
        let name = entry.file_name();
        let Some(pid) = name
            .to_str()
            .and_then(|name| name.strip_prefix(FOLDER_PREFIX))
        else {
            continue;
        };
        if pid.parse::<u32>().is_ok() && !Path::new("/proc").join(pid).exists() {
            drop(fs::remove_dir_all(entry.path()));
        }
    }
}

fn free_port() -> Result<u16> {
    let listener =
        TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).context("looking for a free port")?;
    Ok(listener
        .local_addr()
        .context("reading the free port")?
        .port())
}

fn random_word() -> Result<String> {
    let mut bytes = [0_u8; 16];
    fs::File::open("/dev/urandom")
        .and_then(|mut source| source.read_exact(&mut bytes))
        .context("reading /dev/urandom")?;
    Ok(format!("{:032x}", u128::from_le_bytes(bytes)))
}
