//! Prints what a text holds, as JSON: `cargo run -p reading --example read FILE`.

fn main() {
    let path = std::env::args().nth(1).expect("a file");
    match reading::read_file(path.as_ref(), None) {
        Ok(found) => println!("{}", serde_json::to_string(&found).expect("JSON")),
        Err(error) => eprintln!("{error}"),
    }
}
