use super::*;

const LEAST: &str = r#"
name = "Least"
source = "least"
time-zone = "Europe/Amsterdam"
[columns]
id = "Id"
at = [{ column = "At", format = "%Y-%m-%d %H:%M" }]
"#;

fn told(profile: &str) -> String {
    Profile::parse(profile).unwrap_err().to_string()
}

#[test]
fn the_least_profile_is_enough() {
    let profile = Profile::parse(LEAST).unwrap();
    assert_eq!(
        (profile.delimiter, profile.encoding),
        (b',', Encoding::Utf8)
    );
    assert!(
        profile.keep.is_empty(),
        "nothing is kept unless somebody says so"
    );
}

#[test]
fn a_mistake_is_told_with_its_place() {
    let cases = [
        (LEAST.replace("name =", "nam ="), "unknown field `nam`"),
        (
            LEAST.replace("Europe/Amsterdam", "Europe/Merwestad"),
            "time-zone",
        ),
        (LEAST.replace("id = \"Id\"", "id = []"), "columns.id"),
        (
            LEAST.replace("id = \"Id\"", "id = 3"),
            "a text or a list of texts",
        ),
        (LEAST.replace("%Y-%m-%d %H:%M", "%H:%M"), "columns.at"),
        (LEAST.replace("%Y-%m-%d %H:%M", "%Y-%m-%d %Q"), "columns.at"),
        (
            LEAST.replace("%H:%M\"", "\", precision = \"exact\""),
            "columns.at",
        ),
        (
            LEAST.replace("source = \"least\"", "source = \" \""),
            "source",
        ),
        (format!("delimiter = \";;\"{LEAST}"), "delimiter"),
        (format!("delimiter = \"é\"{LEAST}"), "delimiter"),
        (format!("encoding = \"ebcdic\"{LEAST}"), "encoding"),
        (
            format!("{LEAST}[facts]\nminor = {{ column = \"M\", yes = [\"j\"], no = [\"J \"] }}\n"),
            "facts",
        ),
        (
            format!("{LEAST}[facts]\nage = {{ column = \"M\" }}\n"),
            "age",
        ),
        (
            format!("{LEAST}[kinds]\nFire = \"a\"\nfire = \"b\"\n"),
            "kinds",
        ),
        (format!("{LEAST}[kinds]\nFire = \" \"\n"), "kinds"),
        (format!("codes-from = \"gms\"{LEAST}"), "there are apco, nl"),
        (format!("{LEAST}[statuses]\nOver = \"done\"\n"), "done"),
    ];
    for (profile, expected) in cases {
        let told = told(&profile);
        assert!(told.contains(expected), "{expected:?} is not in:\n{told}");
    }
}
