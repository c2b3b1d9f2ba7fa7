//! Every route of the program, as the router itself tells it.

use std::collections::BTreeSet;

/// A way in: an address with what asks for it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Door {
    pub address: String,
    pub method: String,
}

/// Reads the routes from the router's own description, so that none can be forgotten.
pub fn doors(router: &axum::Router) -> BTreeSet<Door> {
    let told = format!("{router:?}");
    let (routes, paths) = told
        .split_once("node: Node { paths: {")
        .expect("routes, then paths");
    // After the first list comes what answers where no route is.
    let paths = paths.split("\"}").next().unwrap_or_default();
    let paths = paths.split("RouteId(").skip(1).filter_map(|each| {
        let (id, rest) = each.split_once("): \"")?;
        Some((id, rest.split('"').next()?))
    });
    let mut doors = BTreeSet::new();
    for (id, address) in paths {
        let start = format!("RouteId({id}): MethodRouter(");
        let (_, rest) = routes.split_once(&start).expect("a route for each path");
        let allowed = rest
            .split("allow_header: Bytes(b\"")
            .nth(1)
            .expect("its methods");
        for method in allowed.split('"').next().unwrap_or_default().split(',') {
            if method != "HEAD" {
                let (address, method) = (address.to_owned(), method.to_owned());
                doors.insert(Door { address, method });
            }
        }
    }
    doors
}

#[test]
fn the_router_tells_each_route_and_method() {
    use axum::routing::{get, post, put};
    let some = axum::Router::new()
        .route("/a", get(|| async {}).post(|| async {}))
        .merge(axum::Router::new().route("/b/{id}/c", put(|| async {})))
        .route("/d", post(|| async {}))
        .layer(tower::util::MapRequestLayer::new(|it| it));
    let found: Vec<_> = doors(&some)
        .into_iter()
        .map(|it| format!("{} {}", it.method, it.address))
        .collect();
    assert_eq!(found, ["GET /a", "POST /a", "PUT /b/{id}/c", "POST /d"]);
}
