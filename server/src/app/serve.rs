//! `veer serve`: pages, intake and the worker in one process.

use std::{net::SocketAddr, path::PathBuf, sync::Arc};

use anyhow::Context;
use axum::{Router, middleware::from_fn};
use jiff::tz::TimeZone;
use tokio::{net::TcpListener, task::JoinSet};

use super::{Data, audit, channels, inbox, location};
use crate::{
    api,
    auth::{
        limit::Limits,
        passkey::Passkeys,
        passphrase::{Passphrases, Strength},
    },
    clock::Clock,
    jobs::{self, alerting::Desk},
    notify::Notifier,
    private,
    store::Store,
    watch::Watch,
    web::{
        self,
        account::SetUp,
        reader::{DemoRole, Site, SiteParts, Transport},
        state::App,
        text::Language,
    },
};

/// Files and folders beside the data folder.
pub(super) struct Files {
    /// Where signed ends of the access log are added to.
    pub(super) checkpoints: Option<PathBuf>,
    /// Where sources lay files.
    pub(super) inbox: Option<PathBuf>,
    /// What this installation can send through.
    pub(super) channels: Option<PathBuf>,
}

/// Serves until the process is told to stop; requests under way are finished.
pub(super) async fn run(
    data: &Data,
    listen: SocketAddr,
    tls: bool,
    origin: Option<&str>,
    files: Files,
) -> anyhow::Result<()> {
    let clock = Clock::system();
    let store = location::open(data, clock.now()).await?;
    let set_up = if store.installation("set-up").await?.is_some() {
        SetUp::done(&data.data_dir)
    } else {
        private::folder(&data.data_dir).context("cannot make the data folder")?;
        let waiting = SetUp::waiting(&data.data_dir).context("cannot write the set-up code")?;
        tracing::info!(folder = %data.data_dir.display(), "waiting for the set-up; its code stands in the file set-up-code");
        waiting
    };
    let transport = if tls {
        Transport::Tls
    } else {
        Transport::Local
    };
    let passkeys = passkeys(transport, origin)?;
    let site = site(clock, transport, Vec::new())?;
    let notifier = channels::notifier(&store, files.channels.as_deref(), &site.clock).await?;
    anyhow::ensure!(
        notifier.is_empty() || origin.is_some(),
        "messages carry the address of this instance: say it with --origin"
    );
    let app = wire(store, site, Strength::Full, passkeys, set_up, notifier).await?;
    let listener = TcpListener::bind(listen)
        .await
        .with_context(|| format!("cannot listen on {listen}"))?;
    tracing::info!(address = %listener.local_addr()?, database = app.store.engine_name(), "Veer listens");
    let notary = audit::notary(data, files.checkpoints)?;
    let mut beside = JoinSet::new();
    beside.spawn(jobs::checkpoint::watch(
        app.store.clone(),
        app.site.clock.clone(),
        notary,
    ));
    if let Some(folder) = files.inbox {
        let inbox = inbox::open(folder)?;
        beside.spawn(inbox::watch(
            inbox,
            app.store.clone(),
            app.site.clock.clone(),
        ));
    }
    // What runs beside the server ends with it.
    let origin = origin.unwrap_or_default().trim_end_matches('/');
    until_stopped(listener, app, origin.to_owned(), Router::new()).await
}

/// The passkeys of this instance: browsers tie them to its address.
pub(super) fn passkeys(transport: Transport, origin: Option<&str>) -> anyhow::Result<Passkeys> {
    match (origin, transport) {
        (Some(origin), _) => Passkeys::at(origin)
            .with_context(|| format!("cannot use passkeys at the origin {origin}")),
        (None, Transport::Local) => Ok(Passkeys::local()?),
        (None, Transport::Tls) => {
            tracing::warn!(
                "no --origin is set: passkeys are off, people use passphrases and vault words"
            );
            Ok(Passkeys::off())
        }
    }
}

/// This instance, with the language and zone of pages that belong to no organisation.
pub(super) fn site(
    clock: Clock,
    transport: Transport,
    demo_roles: Vec<DemoRole>,
) -> anyhow::Result<Site> {
    let zone = TimeZone::get("Europe/Amsterdam")
        .context("the built-in time zones lack Europe/Amsterdam")?;
    Ok(Site::new(SiteParts {
        clock,
        language: Language::Nl,
        zone,
        transport,
        demo_roles,
    }))
}

/// The application's state around a store.
pub(super) async fn wire(
    store: Store,
    site: Site,
    strength: Strength,
    passkeys: Passkeys,
    set_up: SetUp,
    notifier: Notifier,
) -> anyhow::Result<App> {
    Ok(App {
        answers: channels::answers(&store).await?,
        notifier,
        watch: Watch::default(),
        store,
        site,
        limits: Arc::new(Limits::default()),
        passphrases: Passphrases::new(strength)?,
        passkeys,
        set_up: Arc::new(set_up),
    })
}

/// Serves an application on a listener, with its worker and further routes beside it.
pub(super) async fn until_stopped(
    listener: TcpListener,
    app: App,
    origin: String,
    more: Router,
) -> anyhow::Result<()> {
    let (store, clock, watch) = (app.store.clone(), app.site.clock.clone(), app.watch.clone());
    let worker = tokio::spawn(jobs::work(store, clock, watch));
    let desk = desk(&app, origin);
    let alerting = tokio::spawn(jobs::alerting::work(desk));
    let service = framed(&app, more).layer(from_fn(web::absence::even));
    let service = service.into_make_service_with_connect_info::<SocketAddr>();
    let served = axum::serve(listener, service)
        .with_graceful_shutdown(stop_signal())
        .await;
    worker.abort();
    alerting.abort();
    served.context("the server stopped")
}

/// What the loops of the alerting work with.
fn desk(app: &App, origin: String) -> Desk {
    Desk {
        store: app.store.clone(),
        clock: app.site.clock.clone(),
        notifier: app.notifier.clone(),
        watch: app.watch.clone(),
        answers: app.answers.clone(),
        origin,
    }
}

/// All routes, framed.
pub fn router(app: &App) -> Router {
    framed(app, Router::new())
}

fn framed(app: &App, more: Router) -> Router {
    let (store, clock) = (app.store.clone(), app.site.clock.clone());
    let (limits, watch) = (Arc::clone(&app.limits), app.watch.clone());
    let machines = api::Machines::new(store, clock, limits, watch, app.notifier.clone());
    let machines = api::routes().with_state(machines);
    let pages = web::frame::pages(web::routes(app).with_state(app.clone()));
    let streams = web::streams(app).with_state(app.clone());
    web::frame::house(pages.merge(streams).merge(machines).merge(more), &app.site)
}

async fn stop_signal() {
    let interrupt = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            tokio::select! { _ = interrupt => {}, _ = terminate.recv() => {} }
            return;
        }
    }
    _ = interrupt.await;
}
