//! The binary: everything is in the library.

/// Pages are parsed into many small pieces; this allocator hands them out and takes them back fastest, and on musl
/// builds the difference is severalfold.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    xuncha::run()
}
