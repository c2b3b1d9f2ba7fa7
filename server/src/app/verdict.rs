//! `veer verdict`: what an incident list makes of a day register.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use anyhow::Context;

use crate::feed::verdict::{self, Register};
use crate::feed::{pack, profile::Profile};

/// How many rows that cannot be read are told one by one.
const MOST_TOLD: usize = 20;

/// Writes one JSON line for each incident of a register.
///
/// Rows that cannot be read and kinds that the profile does not map are told on
/// standard error, by line number; a verdict on the rest is still given.
pub fn run(pack: &Path, profile: &Path, csv: &Path, out: &mut impl Write) -> anyhow::Result<()> {
    let list = pack::load_list(pack)?.compile();
    let used = Profile::load(profile).with_context(|| profile.display().to_string())?;
    let file = File::open(csv).with_context(|| csv.display().to_string())?;
    let register = verdict::judge(file, &used, &list).with_context(|| csv.display().to_string())?;
    match print(&register, out) {
        // The reader, such as `head`, has seen enough.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => return Ok(()),
        written => written?,
    }
    tell(&register);
    Ok(())
}

fn print(register: &Register, out: &mut impl Write) -> io::Result<()> {
    let mut out = BufWriter::new(out);
    for line in &register.lines {
        serde_json::to_writer(&mut out, line)?;
        out.write_all(b"\n")?;
    }
    out.flush()
}

fn tell(register: &Register) {
    for rejected in register.rejected.iter().take(MOST_TOLD) {
        let (line, reason) = (rejected.place.line, rejected.reason.code());
        eprintln!("line {line}: not read ({reason})");
    }
    if let Some(more) = register.rejected.len().checked_sub(MOST_TOLD + 1) {
        eprintln!("and {} more lines that were not read", more + 1);
    }
    for (kind, rows) in &register.unmapped {
        eprintln!("the profile does not map the kind {kind:?} ({rows} rows)");
    }
}
