//! `GET /info/{organisation}/code.svg`: the page's address, for a camera.

use axum::{
    extract::{Path, State, rejection::PathRejection},
    http::{
        HeaderMap,
        header::{CACHE_CONTROL, CONTENT_TYPE},
    },
    response::{IntoResponse, Response},
};
use qrcode::{EcLevel, QrCode, render::svg};

use super::address;
use crate::web::{error::AppError, state::App};

/// The code as a drawing: dark on light, also on a dark screen, so that each camera reads it.
pub(super) async fn show(
    State(app): State<App>,
    headers: HeaderMap,
    path: Result<Path<String>, PathRejection>,
) -> Result<Response, AppError> {
    let org = address::organisation(&app, path).await?;
    let tx = app.store.read("show public page's code", &org.id).await?;
    let place = address::place(&tx).await?;
    drop(tx);
    let whole = address::whole(&app, &headers, &place);
    // Medium: a poster gets creased.
    let code = QrCode::with_error_correction_level(&whole, EcLevel::M)
        .map_err(|error| AppError::internal(&error))?;
    let drawing = code
        .render::<svg::Color<'_>>()
        .min_dimensions(240, 240)
        .dark_color(svg::Color("#000000"))
        .light_color(svg::Color("#ffffff"))
        .build();
    let kind = [
        (CONTENT_TYPE, "image/svg+xml"),
        (CACHE_CONTROL, "public, max-age=3600"),
    ];
    Ok((kind, drawing).into_response())
}
