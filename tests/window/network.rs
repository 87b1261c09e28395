//! The program opens no connection to another machine.

use crate::harness::in_traced_window;

/// Whether a line of strace is about an address of another machine.
fn leaves_this_machine(line: &str) -> bool {
    let other = |host: &str| !(host.starts_with("127.") || host == "::1" || host.starts_with("::ffff:127."));
    for (before, after) in [("inet_addr(\"", "\")"), ("inet_pton(AF_INET6, \"", "\"")] {
        if let Some((_, rest)) = line.split_once(before)
            && let Some((host, _)) = rest.split_once(after)
        {
            return other(host);
        }
    }
    false
}

#[test]
fn addresses_of_other_machines_are_told_apart() {
    let v4 =
        "123 connect(9, {sa_family=AF_INET, sin_port=htons(443), sin_addr=inet_addr(\"192.0.2.7\")}, 16) = 0";
    let v6 = "123 connect(9, {sa_family=AF_INET6, sin6_port=htons(53), inet_pton(AF_INET6, \"2001:db8::1\", &sin6_addr)}, 28) = 0";
    assert!(leaves_this_machine(v4) && leaves_this_machine(v6));
    assert!(!leaves_this_machine(&v4.replace("192.0.2.7", "127.0.0.1")));
    assert!(!leaves_this_machine(&v6.replace("2001:db8::1", "::1")));
    assert!(!leaves_this_machine(
        "123 connect(3, {sa_family=AF_UNIX, sun_path=@\"/tmp/.X11-unix/X1\"}, 20) = 0"
    ));
}

#[test]
fn a_session_with_map_search_and_export_connects_to_no_other_machine() {
    in_traced_window(
        "no-network",
        |_| Vec::new(),
        async |window| {
            window.begin("seeds").await;
            window.press("Ctrl+k").await;
            window.fill("[data-test='palette-input']", "qingdao").await;
            window.find("palette-item").await;
            window.press("Escape").await;
            window.press("Ctrl+e").await;
            window.choose_line("export-format", "GeoJSON").await;
            let out = window.home.path("out.geojson");
            window
                .fill("[data-test='export-path']", out.to_str().expect("UTF-8"))
                .await;
            window.click("export-go").await;
            window.find("export-done").await;
            window.press("Escape").await;

            let lines = window.connections();
            // The trace itself works: the program has connected to its display.
            assert!(
                lines.iter().any(|l| l.contains("X11-unix")),
                "strace saw no connection at all: {lines:?}"
            );
            let out: Vec<&String> = lines.iter().filter(|l| leaves_this_machine(l)).collect();
            assert!(out.is_empty(), "connections to other machines: {out:#?}");
        },
    );
}
