//! The independent reader as a program, for the attack suite.
//!
//! One JSON document per line of standard input: `{"file": base64, "identity" or
//! "words": text}`; one per line of output: `{"plain": base64}` or `{"fault": text}`.
//! An identity without a file is answered by `{"recipient": text}`.

#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a program of the tests: it says what it expects by failing"
)]

mod age;

use std::io::{BufRead as _, Write as _};

use data_encoding::BASE64;
use serde_json::{Value, json};

fn main() -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    for line in std::io::stdin().lock().lines() {
        writeln!(out, "{}", answer(&line?))?;
        out.flush()?;
    }
    Ok(())
}

fn answer(line: &str) -> Value {
    let Ok(asked) = serde_json::from_str::<Value>(line) else {
        return json!({"fault": "not JSON"});
    };
    let text = |field: &str| asked.get(field).and_then(Value::as_str);
    if let (None, Some(identity)) = (text("file"), text("identity")) {
        return match age::recipient_of(identity) {
            Ok(recipient) => json!({"recipient": recipient}),
            Err(fault) => json!({"fault": fault.to_string()}),
        };
    }
    let Some(file) = text("file").and_then(|file| BASE64.decode(file.as_bytes()).ok()) else {
        return json!({"fault": "not base64"});
    };
    let opener = match (text("identity"), text("words")) {
        (Some(identity), _) => age::Opener::Identity(identity),
        (_, Some(words)) => age::Opener::Words(words),
        _ => return json!({"fault": "nothing to open it with"}),
    };
    match age::open(&file, &opener) {
        Ok(plain) => json!({"plain": BASE64.encode(&plain)}),
        Err(fault) => json!({"fault": fault.to_string()}),
    }
}
