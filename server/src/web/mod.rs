//! The pages: what they share lies here, each audience has its own folder.

pub mod absence;
pub mod assets;
pub mod cards;
pub mod demo;
pub mod error;
pub mod flash;
pub mod frame;
pub mod guide;
pub mod help;
pub mod language;
pub mod notes;
pub mod page;
pub mod reader;
pub mod redirect;
pub mod styleguide;
pub mod text;
pub mod time;

pub mod account;
mod acting;
mod address;
mod again;
mod annual;
mod answer;
mod asked;
mod case;
mod channels;
mod colleague;
mod coordinate;
mod deed;
mod desk;
mod disclosure;
mod dispatch;
mod ending;
mod failure;
mod former;
mod incident;
mod info;
mod manage;
mod me;
pub mod member;
mod organisations;
mod piling;
mod recovery;
mod rota;
mod sealed;
mod signal;
mod square;
pub mod state;
mod support;
pub(crate) mod trial;
mod vault;
mod wording;

use axum::middleware::from_fn_with_state;

/// The routes that take a file in for as long as that lasts.
pub fn streams(app: &state::App) -> axum::Router<state::App> {
    coordinate::streams().layer(from_fn_with_state(app.clone(), former::tell))
}

/// The routes of all pages for people.
pub fn routes(app: &state::App) -> axum::Router<state::App> {
    axum::Router::new()
        .merge(account::routes())
        .merge(answer::routes())
        .merge(asked::routes())
        .merge(channels::routes())
        .merge(me::routes())
        .merge(sealed::routes())
        .merge(signal::routes())
        .merge(dispatch::routes())
        .merge(incident::routes())
        .merge(coordinate::routes())
        .merge(desk::routes())
        .merge(support::routes())
        .merge(disclosure::routes())
        .merge(annual::routes())
        .merge(info::routes())
        .merge(rota::routes())
        .merge(manage::routes())
        .merge(organisations::routes())
        .merge(recovery::routes())
        .merge(vault::routes())
        .layer(from_fn_with_state(app.clone(), former::tell))
}
