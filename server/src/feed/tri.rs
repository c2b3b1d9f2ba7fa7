//! Yes, no or unknown; moves to `care::incident` as soon as that is there.

/// Whether something holds, as far as the source tells.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum Tri {
    /// It does.
    Yes,
    /// It does not.
    No,
    /// The source does not tell.
    #[default]
    Unknown,
}
