mod golden;
mod patterns;
mod properties;
