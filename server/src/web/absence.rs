//! Absence takes its time: the clock does not tell what is hidden from what is not there (R082).
//!
//! Both are answered alike to the byte, and a member's question for a case runs the same statements
//! (`case`). What is left of a difference, in any room, goes under in one fixed wait.

use std::time::Duration;

use axum::{extract::Request, http::StatusCode, middleware::Next, response::Response};

/// How long it takes at the least to say that something is not here.
const LEAST: Duration = Duration::from_millis(20);

/// Holds the answer "not here" until the least time has gone by; every other goes at once.
pub async fn even(request: Request, next: Next) -> Response {
    let least = tokio::time::sleep(LEAST); // counts from here
    let answer = next.run(request).await;
    if answer.status() == StatusCode::NOT_FOUND {
        least.await;
    }
    answer
}

#[cfg(test)]
mod tests {
    use std::{
        future::Future as _,
        pin::pin,
        task::{Context, Waker},
    };

    use axum::{Router, body::Body, middleware::from_fn, routing::get};
    use tower::ServiceExt as _;

    use super::*;

    #[tokio::test]
    async fn only_absence_waits() {
        let router = Router::new()
            .route("/here", get(|| async { "here" }))
            .layer(from_fn(even));
        for (path, waits) in [("/here", false), ("/nowhere", true)] {
            let request = Request::get(path).body(Body::empty()).unwrap();
            let mut answer = pin!(router.clone().oneshot(request));
            let polled = answer
                .as_mut()
                .poll(&mut Context::from_waker(Waker::noop()));
            assert_eq!(polled.is_pending(), waits, "{path}");
            if waits {
                let status = answer.await.unwrap().status();
                assert_eq!(status, StatusCode::NOT_FOUND);
            }
        }
    }
}
