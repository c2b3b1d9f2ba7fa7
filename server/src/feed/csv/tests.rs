use super::*;

const SF: &str = include_str!("../../../../packs/sf-fire/profile.toml");

#[test]
fn the_shipped_profile_reads_the_real_file() {
    let Ok(file) = std::fs::File::open("/work/shared/data/sf-fire-calls-500.csv") else {
        return;
    };
    let profile = Profile::parse(SF).unwrap();
    let mut count = 0;
    let mut day = 0;
    for parsed in read(file, &profile).unwrap() {
        match parsed.unwrap() {
            Parsed::Read(record, _) => {
                count += 1;
                day += usize::from(record.at_precision == crate::feed::Precision::Day);
            }
            Parsed::Rejected(rejected) => panic!("{rejected:?}"),
        }
    }
    assert_eq!((count, day), (500, 7));
}
