//! The one macro of the house.

/// A text in the reader's language, checked against the key file at compile time.
///
/// `t!(page, "key")` or `t!(page, "key", name = name.as_str(), count = 3)`,
/// where `page` is anything with `l()`: a `Page`, a `Reader` or a `Texts`. A
/// key that does not exist and a missing or unknown argument fail the build.
/// Inside a template: `{{ t!(self.page, "key") }}`.
macro_rules! t {
    ($reader:expr, $($text:tt)+) => {
        i18n_embed_fl::fl!(($reader).l(), $($text)+)
    };
}
