use proptest::prelude::*;

use super::*;

/// Gives out a few bytes at a time, as a slow network does.
struct Trickle<'a>(&'a [u8], usize);

impl Read for Trickle<'_> {
    fn read(&mut self, room: &mut [u8]) -> io::Result<usize> {
        let count = self.1.min(room.len()).min(self.0.len());
        let (now, later) = self.0.split_at(count);
        room[..count].copy_from_slice(now);
        self.0 = later;
        Ok(count)
    }
}

fn size(number: u64) -> usize {
    usize::try_from(number).unwrap()
}

type Read1 = (Place, Result<Vec<Vec<u8>>, RejectReason>);

fn frames(bytes: &[u8], columns: Option<usize>, step: usize) -> Vec<Read1> {
    let mut frames = Frames::new(Trickle(bytes, step), b',', 0, 1);
    if let Some(columns) = columns {
        frames.expect_columns(columns);
    }
    let mut all = Vec::new();
    while let Some(frame) = frames.advance_to_next().unwrap() {
        all.push(match frame {
            Frame::Broken(place, reason) => (place, Err(reason)),
            Frame::Record(place) => {
                let cells = (0..frames.width()).map(|cell| frames.cell(cell).into_owned());
                (place, Ok(cells.collect()))
            }
        });
    }
    all
}

fn cells(text: &str, columns: usize) -> Vec<Result<Vec<String>, RejectReason>> {
    let text_of = |cells: Vec<Vec<u8>>| {
        let cells = cells.into_iter();
        cells.map(|cell| String::from_utf8(cell).unwrap()).collect()
    };
    let frames = frames(text.as_bytes(), Some(columns), usize::MAX);
    frames
        .into_iter()
        .map(|(_, cells)| cells.map(text_of))
        .collect()
}

fn good(cells: &[&str]) -> Vec<String> {
    cells.iter().map(|&cell| cell.to_owned()).collect()
}

#[test]
fn quotes_commas_and_line_ends() {
    let text = "a,b\r\n\"a,\"\"\n\",\r\n\n,\"\"\na\"b,5'11\"\nlast,\"one\"";
    let expected = [
        Ok(good(&["a", "b"])),
        Ok(good(&["a,\"\n", ""])),
        Ok(good(&["", ""])),
        Ok(good(&["a\"b", "5'11\""])),
        Ok(good(&["last", "one"])),
    ];
    assert_eq!(cells(text, 2), expected);
}

#[test]
fn an_unclosed_quote_costs_one_line_if_another_quote_follows() {
    let text = "1,\"open\n2,\"(37.7, -122.4)\"\n3,x\n";
    let expected = [
        Err(RejectReason::QuoteNotClosed),
        Ok(good(&["2", "(37.7, -122.4)"])),
        Ok(good(&["3", "x"])),
    ];
    assert_eq!(cells(text, 2), expected);
}

#[test]
fn an_unclosed_quote_costs_one_line_if_none_follows() {
    for rows in [3, 500, 50_000] {
        let text = format!("1,\"open\n{}", "2,good\n".repeat(rows));
        let read = cells(&text, 2);
        assert_eq!(read.len(), rows + 1);
        assert_eq!(read[0], Err(RejectReason::QuoteNotClosed));
        assert!(read[1..].iter().all(Result::is_ok), "{rows} rows");
    }
}

#[test]
fn a_long_text_with_an_unclosed_quote_is_one_rejection() {
    let text = format!(
        "1,\"open\n{}2,good\n3\n",
        "a line, or\n\nso\n".repeat(5000).replace(", ", " ")
    );
    let expected = [
        Err(RejectReason::QuoteNotClosed),
        Ok(good(&["2", "good"])),
        Err(RejectReason::WrongFieldCount),
    ];
    assert_eq!(cells(&text, 2), expected);
}

#[test]
fn a_line_of_the_wrong_width_costs_that_line() {
    let text = "1,2,3\n1\n\"1\",\"2\",\"3\"\n1,\"2\"x\n1,2\n";
    let expected = [
        Err(RejectReason::WrongFieldCount),
        Err(RejectReason::WrongFieldCount),
        Err(RejectReason::WrongFieldCount),
        Err(RejectReason::TextAfterQuote),
        Ok(good(&["1", "2"])),
    ];
    assert_eq!(cells(text, 2), expected);
}

#[test]
fn a_huge_cell_is_passed_over_in_bounded_memory() {
    for quote in ["", "\""] {
        let huge = "x".repeat(10 << 20);
        let text = format!("1,{quote}{huge}{quote}\n2,good\n");
        let mut frames = Frames::new(text.as_bytes(), b',', 0, 1);
        frames.expect_columns(2);
        let Some(Frame::Broken(place, reason)) = frames.advance_to_next().unwrap() else {
            panic!("the huge cell was read");
        };
        assert_eq!(reason, RejectReason::CellTooLarge);
        assert_eq!(size(place.byte_to), text.len() - "2,good\n".len());
        let next = frames.advance_to_next().unwrap();
        assert!(matches!(next, Some(Frame::Record(place)) if place.line == 2));
        assert!(
            frames.buffer.capacity() < 3 << 20,
            "{}",
            frames.buffer.capacity()
        );
    }
}

#[test]
fn the_longest_line_is_the_same_however_the_bytes_arrive() {
    for (length, fits) in [(LONGEST_LINE, true), (LONGEST_LINE + 1, false)] {
        let text = format!("{}\n", "x".repeat(length - 1));
        for step in [usize::MAX, 1000] {
            let read = frames(text.as_bytes(), Some(1), step);
            assert_eq!(read[0].1.is_ok(), fits, "{length} bytes, {step} at a time");
        }
    }
}

#[test]
fn a_hostile_file_of_quotes_is_read_in_reasonable_time() {
    for line in ["\"a\n", "a\",\"\n", "\"\"\"\n", "a,\"\n", "\"\n"] {
        let text = line.repeat(50_000);
        let read = frames(text.as_bytes(), Some(3), usize::MAX);
        assert!(read.len() > 10);
    }
}

fn csv_like() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        4 => Just(","), 3 => Just("\""), 3 => Just("\n"), 1 => Just("\r\n"), 1 => Just("\r"),
        4 => Just("a"), 1 => Just("bc"), 1 => Just("\0"), 1 => Just("\"\""), 1 => Just("é"),
    ];
    proptest::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat().into_bytes())
}

proptest! {
    #[test]
    fn every_byte_is_accounted_for(bytes in csv_like(), columns in 1_usize..4) {
        let mut at = 0;
        for (place, _) in frames(&bytes, Some(columns), usize::MAX) {
            let passed = &bytes[at..size(place.byte_from)];
            prop_assert!(passed.iter().all(|byte| b"\r\n".contains(byte)));
            prop_assert!(place.byte_to > place.byte_from);
            let lines = bytes[..size(place.byte_from)].iter().filter(|byte| **byte == b'\n');
            prop_assert_eq!(size(place.line), lines.count() + 1);
            at = size(place.byte_to);
        }
        prop_assert!(bytes[at..].iter().all(|byte| b"\r\n".contains(byte)));
    }

    #[test]
    fn it_does_not_matter_how_the_bytes_arrive(bytes in csv_like(), step in 1_usize..7) {
        prop_assert_eq!(frames(&bytes, Some(2), step), frames(&bytes, Some(2), usize::MAX));
    }

    /// What a CSV writer makes, both readers read alike.
    #[test]
    fn well_formed_input_is_read_as_the_csv_crate_does(
        rows in proptest::collection::vec(proptest::collection::vec("[a\",;\r\n é]{0,6}", 3), 0..8)
    ) {
        let mut writer = ::csv::Writer::from_writer(Vec::new());
        for row in &rows {
            writer.write_record(row).unwrap();
        }
        let bytes = writer.into_inner().unwrap();
        let ours: Vec<Vec<Vec<u8>>> = frames(&bytes, Some(3), usize::MAX)
            .into_iter()
            .map(|(_, cells)| cells.unwrap())
            .collect();
        let mut reader = ::csv::ReaderBuilder::new().has_headers(false).from_reader(&bytes[..]);
        let theirs: Vec<Vec<Vec<u8>>> = reader
            .byte_records()
            .map(|record| record.unwrap().iter().map(<[u8]>::to_vec).collect())
            .collect();
        prop_assert_eq!(ours, theirs);
    }
}
