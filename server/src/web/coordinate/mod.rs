//! The coordinator: that work is there, who carries it and what waits; never what is in it (R101, R104).

mod alerting;
mod alerts;
mod ambassador;
mod ask_by_hand;
mod assign;
mod board;
mod call_list;
mod cases;
mod confirm;
mod coverage;
mod document;
mod equality;
mod event;
mod exposure;
mod help;
mod help_form;
mod help_page;
mod list;
mod load;
pub(super) mod month;
mod months;
mod outreach;
pub(super) mod outreach_page;
mod protocol;
mod quarantine;
mod referral;
mod retry;
mod roster;
mod routing;
mod supporters;
mod tasks;
mod team;
mod tried;
mod units;
mod wording;

use axum::{
    Router,
    routing::{get, post},
};

pub(super) use list::codes;

use super::state::App;

/// The routes that take a file in for as long as that lasts.
pub(super) fn streams() -> Router<App> {
    tried::streams()
}

/// The routes of this folder.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/coordinate", get(board::show))
        .route("/coordinate/month/{month}", get(months::show))
        .route("/coordinate/equality/{quarter}", get(equality::show))
        .route("/coordinate/exposure/{quarter}", get(exposure::show))
        .route("/coordinate/case/{id}", get(assign::show))
        .route("/coordinate/case/{id}/assign", post(assign::submit))
        .route("/coordinate/alerts", get(alerts::show))
        .route("/coordinate/alerts/{alert}/ask", post(ask_by_hand::submit))
        .route("/coordinate/call-list", get(call_list::show))
        .route("/coordinate/confirm", get(confirm::show))
        .route("/coordinate/confirm/ask", post(confirm::ask))
        .route("/coordinate/confirm/count", post(confirm::submit))
        .route("/coordinate/confirm/dismiss", post(confirm::dismiss))
        .route(
            "/coordinate/confirm/reconsider/{ids}",
            post(confirm::reconsider),
        )
        .route("/coordinate/quarantine", get(quarantine::show))
        .route("/coordinate/quarantine/settle", post(quarantine::settle))
        .route(
            "/coordinate/quarantine/put-back/{ids}",
            post(quarantine::put_back),
        )
        .route("/coordinate/quarantine/{id}", get(retry::show))
        .route("/coordinate/quarantine/{id}/retry", post(retry::submit))
        .route("/coordinate/coverage", get(coverage::show))
        .route("/coordinate/coverage/ambassador", post(ambassador::appoint))
        .route("/coordinate/coverage/{seat}/end", post(ambassador::end))
        .route(
            "/coordinate/coverage/{seat}/restore",
            post(ambassador::restore),
        )
        .route("/coordinate/tasks", get(tasks::show).post(tasks::give))
        .route("/coordinate/tasks/{id}/withdraw", post(tasks::withdraw))
        .route("/coordinate/tasks/{id}/again", post(tasks::again))
        .route("/coordinate/help", get(help::show).post(help::add))
        .route("/coordinate/help/{id}", post(help::rename))
        .route("/coordinate/help/{id}/move", post(help::shift))
        .route("/coordinate/help/{id}/remove", post(help::remove))
        .route("/coordinate/help/{id}/restore", post(help::restore))
        .route(
            "/coordinate/outreach",
            get(outreach::show).post(outreach::add),
        )
        .route(
            "/coordinate/outreach/{id}/attended",
            post(outreach::attended),
        )
        .route("/coordinate/outreach/{id}/cancel", post(outreach::cancel))
        .route("/coordinate/outreach/{id}/restore", post(outreach::restore))
        .merge(alerting::routes())
        .merge(event::routes())
        .merge(list::routes())
        .merge(protocol::routes())
        .merge(referral::routes())
        .merge(wording::routes())
        .merge(load::routes())
        .route("/coordinate/team", get(supporters::show))
        .merge(routing::routes())
        .merge(units::routes())
        .merge(tried::routes())
}
