//! A map service on this machine: it counts what is asked of it and gives tiles that a test knows again on the screen.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::Duration;

use crate::pointer::Place;

/// What the service answers.
pub struct Answer {
    status: u16,
    kind: &'static str,
    body: Vec<u8>,
}

impl Answer {
    /// A picture.
    pub fn png(body: Vec<u8>) -> Answer {
        Answer {
            status: 200,
            kind: "image/png",
            body,
        }
    }

    /// An XML text.
    pub fn xml(text: &str) -> Answer {
        Answer {
            status: 200,
            kind: "text/xml",
            body: text.as_bytes().to_vec(),
        }
    }

    /// A refusal.
    pub fn refused(status: u16) -> Answer {
        Answer {
            status,
            kind: "text/plain",
            body: Vec::new(),
        }
    }
}

type Rule = Arc<dyn Fn(&str) -> Answer + Send + Sync>;

/// A running service; it ends when this is dropped.
pub struct TileServer {
    port: u16,
    rule: Rule,
    asked: Arc<Mutex<Vec<String>>>,
    running: Option<(Arc<AtomicBool>, JoinHandle<()>)>,
}

impl TileServer {
    /// Starts a service that answers each path with its query by that rule.
    pub fn start(rule: impl Fn(&str) -> Answer + Send + Sync + 'static) -> TileServer {
        let mut server = TileServer {
            port: 0,
            rule: Arc::new(rule),
            asked: Arc::default(),
            running: None,
        };
        server.go_on();
        server
    }

    /// An address on it.
    pub fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}/{path}", self.port)
    }

    /// Paths that were asked for so far.
    pub fn asked(&self) -> Vec<String> {
        self.asked.lock().expect("no thread died with it").clone()
    }

    /// Is gone as a server is that was switched off.
    pub fn stop(&mut self) {
        if let Some((stop, thread)) = self.running.take() {
            stop.store(true, Ordering::SeqCst);
            thread.join().expect("the server ends");
        }
    }

    /// Is back at the same address.
    pub fn go_on(&mut self) {
        let listener = TcpListener::bind(("127.0.0.1", self.port)).expect("the port is free");
        self.port = listener.local_addr().expect("an address").port();
        listener.set_nonblocking(true).expect("it can wait");
        let stop = Arc::new(AtomicBool::new(false));
        let (ends, rule, asked) = (Arc::clone(&stop), Arc::clone(&self.rule), Arc::clone(&self.asked));
        let thread = std::thread::spawn(move || {
            while !ends.load(Ordering::SeqCst) {
                match listener.accept() {
                    Ok((stream, _)) => {
                        let (rule, asked) = (Arc::clone(&rule), Arc::clone(&asked));
                        std::thread::spawn(move || serve(stream, &rule, &asked));
                    }
                    Err(_) => std::thread::sleep(Duration::from_millis(5)),
                }
            }
        });
        self.running = Some((stop, thread));
    }
}

impl Drop for TileServer {
    fn drop(&mut self) {
        self.stop();
    }
}

fn serve(mut stream: TcpStream, rule: &Rule, asked: &Mutex<Vec<String>>) {
    let _ = stream.set_nonblocking(false);
    let _ = stream.set_read_timeout(Some(Duration::from_secs(5)));
    let mut head = Vec::new();
    let mut part = [0; 1024];
    while !head.windows(4).any(|w| w == b"\r\n\r\n") {
        match stream.read(&mut part) {
            Ok(0) | Err(_) => return,
            Ok(n) => head.extend_from_slice(&part[..n]),
        }
    }
    let text = String::from_utf8_lossy(&head);
    let path = text.split_whitespace().nth(1).unwrap_or("/").to_owned();
    asked.lock().expect("no thread died with it").push(path.clone());
    let Answer { status, kind, body } = rule(&path);
    let head = format!(
        "HTTP/1.1 {status} -\r\nContent-Type: {kind}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    );
    let _ = stream
        .write_all(head.as_bytes())
        .and_then(|()| stream.write_all(&body));
}

/// Colours of the four corners that meet at a place: upper left, upper right, lower left, lower right.
pub const CORNERS: [[u8; 3]; 4] = [[210, 40, 40], [30, 150, 60], [40, 70, 210], [230, 200, 40]];

/// A picture of four colours that meet at a point in pixels, which may lie outside.
pub fn four_colours(width: u32, height: u32, (x, y): (f64, f64)) -> Vec<u8> {
    png(width, height, |column, row| {
        let right = usize::from(f64::from(column) + 0.5 > x);
        let below = usize::from(f64::from(row) + 0.5 > y);
        CORNERS[2 * below + right]
    })
}

/// A picture like a site plan: blocks, streets and a river, and in its middle a square whose four colours meet.
pub fn plan(width: u32, height: u32) -> Vec<u8> {
    const BLOCKS: [[u8; 3]; 4] = [[246, 226, 190], [225, 236, 208], [250, 240, 220], [238, 214, 206]];
    png(width, height, |column, row| {
        let (x, y) = (f64::from(column), f64::from(row));
        let (right, down) = (
            x + 0.5 - f64::from(width) / 2.0,
            y + 0.5 - f64::from(height) / 2.0,
        );
        if right.abs().max(down.abs()) < 34.0 {
            return CORNERS[2 * usize::from(down > 0.0) + usize::from(right > 0.0)];
        }
        let river = 0.3 * x + 30.0 + 14.0 * (x / 45.0).sin();
        if (y - river).abs() < 9.0 {
            return [150, 196, 226];
        }
        if column % 86 < 7 || row % 74 < 7 {
            return [255, 255, 255];
        }
        BLOCKS[(column / 86 * 3 + row / 74 * 5) as usize % BLOCKS.len()]
    })
}

/// The tile of the web grid on which the colours meet at a longitude and latitude.
pub fn mercator_tile((lon, lat): Place, z: u32, x: u32, y: u32) -> Vec<u8> {
    let world = f64::from(1 << z) * 256.0;
    let phi = lat.to_radians();
    let at_x = (lon + 180.0) / 360.0 * world;
    let at_y = (1.0 - phi.tan().asinh() / std::f64::consts::PI) / 2.0 * world;
    four_colours(
        256,
        256,
        (at_x - f64::from(x) * 256.0, at_y - f64::from(y) * 256.0),
    )
}

/// The tile of a grid in degrees (level 1: two tiles side by side) on which the colours meet at that place.
pub fn degree_tile((lon, lat): Place, level: u32, column: u32, row: u32) -> Vec<u8> {
    let side = 360.0 / f64::from(1 << level);
    let at = |degrees: f64, tile: u32| (degrees - f64::from(tile) * side) / side * 256.0;
    four_colours(256, 256, (at(lon + 180.0, column), at(90.0 - lat, row)))
}

/// A PNG without compression.
fn png(width: u32, height: u32, colour: impl Fn(u32, u32) -> [u8; 3]) -> Vec<u8> {
    let mut raw = Vec::new();
    for row in 0..height {
        raw.push(0);
        for column in 0..width {
            raw.extend_from_slice(&colour(column, row));
        }
    }
    let mut stream = vec![0x78, 0x01];
    let blocks: Vec<&[u8]> = raw.chunks(65_535).collect();
    for (i, block) in blocks.iter().enumerate() {
        let length = u16::try_from(block.len()).expect("at most 65535");
        stream.push(u8::from(i + 1 == blocks.len()));
        stream.extend_from_slice(&length.to_le_bytes());
        stream.extend_from_slice(&(!length).to_le_bytes());
        stream.extend_from_slice(block);
    }
    let (mut a, mut b) = (1_u32, 0_u32);
    for byte in &raw {
        a = (a + u32::from(*byte)) % 65_521;
        b = (b + a) % 65_521;
    }
    stream.extend_from_slice(&((b << 16) | a).to_be_bytes());
    let mut head = Vec::new();
    head.extend_from_slice(&width.to_be_bytes());
    head.extend_from_slice(&height.to_be_bytes());
    // 8 bits, red green blue, no interlacing
    head.extend_from_slice(&[8, 2, 0, 0, 0]);
    let mut out = b"\x89PNG\r\n\x1a\n".to_vec();
    for (name, body) in [
        (b"IHDR", head.as_slice()),
        (b"IDAT", stream.as_slice()),
        (b"IEND", &[]),
    ] {
        out.extend_from_slice(&u32::try_from(body.len()).expect("small").to_be_bytes());
        let mut checked = name.to_vec();
        checked.extend_from_slice(body);
        out.extend_from_slice(&checked);
        out.extend_from_slice(&crc32(&checked).to_be_bytes());
    }
    out
}

fn crc32(bytes: &[u8]) -> u32 {
    let mut crc = u32::MAX;
    for byte in bytes {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            crc = (crc >> 1) ^ (0xEDB8_8320 & (0_u32.wrapping_sub(crc & 1)));
        }
    }
    !crc
}
