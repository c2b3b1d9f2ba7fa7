//! `veer verdict`: what an incident list makes of a day register.

use std::fs::File;
use std::io::Write;
use std::path::Path;

use anyhow::Context;

use crate::feed::{pack, profile::Profile, verdict};

/// Writes one JSON line for each incident of a register.
///
/// Rows that cannot be read and kinds that the profile does not map are told on
/// standard error, by line number; a verdict on the rest is still given.
pub fn run(pack: &Path, profile: &Path, csv: &Path, out: &mut impl Write) -> anyhow::Result<()> {
    let list = pack::load_list(pack)?.compile();
    let used = Profile::load(profile).with_context(|| profile.display().to_string())?;
    let file = File::open(csv).with_context(|| csv.display().to_string())?;
    let register = verdict::judge(file, &used, &list).with_context(|| csv.display().to_string())?;
    for line in &register.lines {
        serde_json::to_writer(&mut *out, line)?;
        out.write_all(b"\n")?;
    }
    out.flush()?;
    for rejected in &register.rejected {
        let (line, reason) = (rejected.place.line, rejected.reason.code());
        eprintln!("line {line}: not read ({reason})");
    }
    for (kind, rows) in &register.unmapped {
        eprintln!("the profile does not map the kind {kind:?} ({rows} rows)");
    }
    Ok(())
}
