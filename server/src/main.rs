//! The program `veer`: reads its command and hands over to the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    veer::app::main()
}
