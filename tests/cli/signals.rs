//! A call that the system asks to end leaves everything as it was, and nothing beside it.

use std::io::Read;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::full_disk::names;
use crate::home::{Home, PROGRAM};

/// Rows enough for a call to be still at work when the signal comes.
const ROWS: usize = 60_000;

fn start(home: &Home, args: &[&str]) -> Child {
    Command::new(PROGRAM)
        .args(args)
        .envs(home.environment())
        .current_dir(home.path(""))
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts")
}

/// Sends a signal as soon as the call has written a file that was not there; what it says then.
fn ended_at_work(home: &Home, signal: &str, args: &[&str]) -> String {
    let before = names(home);
    let mut child = start(home, args);
    let limit = Instant::now() + Duration::from_secs(60);
    while names(home) == before {
        assert!(
            child.try_wait().expect("asked").is_none(),
            "{args:?} ended by itself"
        );
        assert!(Instant::now() < limit, "{args:?} has written nothing");
        std::thread::sleep(Duration::from_millis(2));
    }
    let sent = Command::new("kill")
        .args([signal, &child.id().to_string()])
        .status();
    assert!(sent.expect("kill is there").success());
    let status = child.wait().expect("it ends");
    let mut message = String::new();
    let mut stderr = child.stderr.take().expect("a pipe");
    stderr.read_to_string(&mut message).expect("text");
    assert_eq!(status.code(), Some(1), "{signal} {args:?}: {message}");
    assert_eq!(names(home), before, "{signal} {args:?}: nothing is left beside");
    message
}

fn said(home: &Home, args: &[&str]) -> String {
    let output = home.zhentu(args);
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[test]
fn a_signal_stops_an_import_and_an_export_and_leaves_all_as_it_was() {
    let home = Home::fresh();
    home.atlas("a.gpkg", &[]);
    let rows: String = (0..ROWS)
        .map(|i| format!("第{i}号路,{:.4},35.7\n", 116.0 + i as f64 / 1e5))
        .collect();
    std::fs::write(home.path("p.csv"), format!("项目名称,经度,纬度\n{rows}")).expect("written");
    let before = (
        said(&home, &["info", "a.gpkg", "--json"]),
        said(&home, &["history", "a.gpkg"]),
    );
    for signal in ["-TERM", "-INT", "-HUP"] {
        let message = ended_at_work(&home, signal, &["import", "a.gpkg", "p.csv"]);
        assert!(message.contains("取消"), "{message}");
        assert_eq!(
            (
                said(&home, &["info", "a.gpkg", "--json"]),
                said(&home, &["history", "a.gpkg"])
            ),
            before
        );
    }
    said(&home, &["import", "a.gpkg", "p.csv"]);
    let message = ended_at_work(&home, "-TERM", &["export", "a.gpkg", "-o", "o.geojson"]);
    assert!(message.contains("已停止导出"), "{message}");
}
