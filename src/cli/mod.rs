//! cli
/// Runs the command line and gives the exit code.
pub fn main() -> i32 {
    0
}
