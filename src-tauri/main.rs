//! The program `zhentu`: with no argument it opens the window, otherwise it is a command line.
fn main() -> std::process::ExitCode {
    zhentu::run()
}
