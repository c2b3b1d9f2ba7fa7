//! Reads the golden files: `anchor -> question -> answer`, one case per line.

use care::protocol::{Protocol, TalkNumber};
use care::time::{Instant, Window, WindowEnd, WindowPosition};
use jiff::SignedDuration;
use jiff::civil::DateTime;
use jiff::tz::{Offset, TimeZone};

/// Recomputes every line; returns how many there are, or all that is wrong.
///
/// Each of `required` must occur in some line, its spaces counted as one.
pub fn check(text: &str, required: &[&str]) -> Result<usize, Vec<String>> {
    let lines: Vec<(usize, String)> = (1..)
        .zip(text.lines())
        .map(|(number, line)| {
            (
                number,
                line.split_whitespace().collect::<Vec<_>>().join(" "),
            )
        })
        .filter(|(_, line)| !line.is_empty() && !line.starts_with('#'))
        .collect();
    let wrong = lines
        .iter()
        .filter_map(|(number, line)| Some(format!("line {number}: {}", recompute(line).err()?)));
    let missing = required
        .iter()
        .filter(|part| !lines.iter().any(|(_, line)| line.contains(**part)))
        .map(|part| format!("no line has `{part}`"));
    let mut faults: Vec<String> = wrong.chain(missing).collect();
    if lines.is_empty() {
        faults.push("there is no case in the file".to_owned());
    }
    if faults.is_empty() {
        Ok(lines.len())
    } else {
        Err(faults)
    }
}

fn recompute(line: &str) -> Result<(), String> {
    let parts: Vec<&str> = line.split(" -> ").collect();
    let [anchor, question, answer] = parts[..] else {
        return Err(format!("not `anchor -> question -> answer`: {line}"));
    };
    let (anchor, tz) = read_anchor(anchor)?;
    let computed = reply(anchor, &tz, question)?;
    if computed == answer {
        Ok(())
    } else {
        Err(format!("{line}\n    but the rules say {computed}"))
    }
}

fn read_anchor(text: &str) -> Result<(Instant, TimeZone), String> {
    let (local, zone) = text.rsplit_once(' ').ok_or("no zone")?;
    let tz = TimeZone::get(zone).map_err(|error| error.to_string())?;
    Ok((read_moment(local, &tz)?, tz))
}

/// `2026-10-25 02:30:00`, with an offset when that occurs twice.
fn read_moment(text: &str, tz: &TimeZone) -> Result<Instant, String> {
    let (local, offset) = match text.rsplit_once(' ') {
        Some((local, offset)) if offset.starts_with(['+', '-']) => (local, Some(offset)),
        _ => (text, None),
    };
    let local: DateTime = local
        .parse()
        .map_err(|error: jiff::Error| error.to_string())?;
    let possible = tz.to_ambiguous_zoned(local);
    let fault = |error: jiff::Error| format!("{text}: {error}");
    let moment = match offset {
        None => possible.unambiguous().map_err(fault)?,
        Some(offset) => {
            let both = [possible.clone().earlier(), possible.later()];
            both.into_iter()
                .filter_map(Result::ok)
                .find(|moment| write_offset(moment.offset()) == offset)
                .ok_or(format!("{text}: not an offset of that time"))?
        }
    };
    Ok(moment.into())
}

fn reply(anchor: Instant, tz: &TimeZone, question: &str) -> Result<String, String> {
    let protocol = Protocol::default_policy();
    let talk = |number| protocol.talk_window(number, anchor, tz);
    let windows = [
        ("first contact ", protocol.first_contact_window(anchor)),
        ("talk 1 ", talk(TalkNumber::First)),
        ("talk 2 ", talk(TalkNumber::Second)),
        ("talk 3 ", talk(TalkNumber::Third)),
    ];
    let (window, asked) = windows
        .iter()
        .find_map(|(name, window)| Some((window, question.strip_prefix(name)?)))
        .ok_or(format!("unknown window: {question}"))?;
    match asked.split_once(' ') {
        None if asked == "opens" => Ok(write_moment(window.opens, tz)),
        None if asked == "closes" => Ok(write_end(window, tz)),
        Some(("after", elapsed)) => Ok(write_position(window, anchor.plus(read_elapsed(elapsed)?))),
        Some(("at", local)) => Ok(write_position(window, read_moment(local, tz)?)),
        _ => Err(format!("unknown question: {question}")),
    }
}

fn read_elapsed(text: &str) -> Result<SignedDuration, String> {
    let parts: Vec<i64> = text
        .split(':')
        .filter_map(|part| part.parse().ok())
        .collect();
    match parts[..] {
        [hours, minutes @ 0..60, seconds @ 0..60] => Ok(SignedDuration::from_secs(
            hours * 3600 + minutes * 60 + seconds,
        )),
        _ => Err(format!("not H:MM:SS: {text}")),
    }
}

fn write_position(window: &Window, moment: Instant) -> String {
    match window.position(moment) {
        WindowPosition::Before => "before",
        WindowPosition::Inside => "inside",
        WindowPosition::After => "after",
    }
    .to_owned()
}

fn write_end(window: &Window, tz: &TimeZone) -> String {
    match window.end {
        WindowEnd::Included => format!("{} included", write_moment(window.closes, tz)),
        WindowEnd::Excluded => {
            let next = window.closes.date(tz);
            assert_eq!(
                window.closes,
                Instant::start_of(next, tz),
                "a day ends at 24:00"
            );
            format!("{} 24:00", next.yesterday().unwrap())
        }
    }
}

fn write_moment(moment: Instant, tz: &TimeZone) -> String {
    let zoned = moment.zoned(tz);
    let local = zoned.strftime("%Y-%m-%d %H:%M:%S");
    if tz.to_ambiguous_timestamp(zoned.datetime()).is_ambiguous() {
        format!("{local} {}", write_offset(zoned.offset()))
    } else {
        local.to_string()
    }
}

fn write_offset(offset: Offset) -> String {
    let minutes = offset.seconds() / 60;
    let sign = if minutes < 0 { '-' } else { '+' };
    format!("{sign}{:02}:{:02}", minutes.abs() / 60, minutes.abs() % 60)
}
