//! Any text as a code mapping: no panic, and what it reads it finds again.
#![no_main]

use libfuzzer_sys::fuzz_target;
use veer::feed::codes::CodeTable;

fuzz_target!(|text: &str| {
    if let Ok(table) = CodeTable::parse(text) {
        for code in text.split('"') {
            _ = table.meaning(code);
        }
    }
});
