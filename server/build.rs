//! Rebuilds the server when the browser bundle appears or changes.

use std::path::Path;

fn main() {
    // The bundle is optional. Watching a folder that is missing would rebuild
    // every time, so its parent is watched until `cargo xtask web` has made it.
    let bundle = Path::new("../web/dist");
    let watched = if bundle.exists() {
        "../web/dist"
    } else {
        "../web"
    };
    println!("cargo::rerun-if-changed={watched}");
}
