//! A map server on this machine that answers as servers do: well, badly, slowly, without end.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex};

/// What is answered.
#[derive(Debug, Clone)]
pub enum Reply {
    /// Status, media type and bytes.
    Full(u16, &'static str, Vec<u8>),
    /// With more lines in the head.
    With(u16, Vec<(&'static str, String)>, Vec<u8>),
    /// The head promises more bytes than come.
    CutOff(Vec<u8>),
    /// Bytes without end and without a stated length.
    Endless,
    /// Nothing until the gate is opened.
    Held(Arc<Gate>, Box<Reply>),
    /// No HTTP at all.
    Noise,
}

/// Holds answers back until it is opened.
#[derive(Debug, Default)]
pub struct Gate {
    open: Mutex<bool>,
    opened: Condvar,
}

impl Gate {
    pub fn open(&self) {
        *self.open.lock().expect("no panic") = true;
        self.opened.notify_all();
    }

    fn wait(&self) {
        let open = self.open.lock().expect("no panic");
        drop(self.opened.wait_while(open, |open| !*open).expect("no panic"));
    }
}

/// A question: path and query, and the names of the query in capitals with their plain values.
#[derive(Debug, Clone)]
pub struct Question {
    pub target: String,
    pub pairs: Vec<(String, String)>,
}

impl Question {
    pub fn path(&self) -> &str {
        self.target.split('?').next().unwrap_or_default()
    }

    pub fn get(&self, name: &str) -> &str {
        let found = self.pairs.iter().find(|(n, _)| n == name);
        found.map_or("", |(_, value)| value)
    }
}

type Answering = dyn Fn(&Question) -> Reply + Send + Sync;

/// A running server; it ends with the test.
pub struct Server {
    pub port: u16,
    pub questions: Arc<Mutex<Vec<Question>>>,
    /// Connections that were made, with or without a question.
    pub connections: Arc<AtomicUsize>,
    /// The most questions that were open at once.
    pub most_at_once: Arc<AtomicUsize>,
    ended: Arc<AtomicBool>,
    listening: Option<std::thread::JoinHandle<()>>,
}

impl Server {
    pub fn start(answer: impl Fn(&Question) -> Reply + Send + Sync + 'static) -> Self {
        Self::start_at(0, answer)
    }

    pub fn start_at(port: u16, answer: impl Fn(&Question) -> Reply + Send + Sync + 'static) -> Self {
        Self::start_on("127.0.0.1", port, answer)
    }

    /// On all addresses of this machine with `0.0.0.0`.
    pub fn start_on(
        host: &str,
        port: u16,
        answer: impl Fn(&Question) -> Reply + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind((host, port)).expect("a free port");
        let mut server = Self {
            port: listener.local_addr().expect("an address").port(),
            questions: Arc::default(),
            connections: Arc::default(),
            most_at_once: Arc::default(),
            ended: Arc::default(),
            listening: None,
        };
        let (questions, connections) = (Arc::clone(&server.questions), Arc::clone(&server.connections));
        let (most, ended) = (Arc::clone(&server.most_at_once), Arc::clone(&server.ended));
        let answer: Arc<Answering> = Arc::new(answer);
        let now = Arc::new(AtomicUsize::new(0));
        server.listening = Some(std::thread::spawn(move || {
            for stream in listener.incoming() {
                if ended.load(Ordering::SeqCst) {
                    return;
                }
                let Ok(stream) = stream else { continue };
                connections.fetch_add(1, Ordering::SeqCst);
                let (questions, answer) = (Arc::clone(&questions), Arc::clone(&answer));
                let (now, most) = (Arc::clone(&now), Arc::clone(&most));
                std::thread::spawn(move || {
                    let Some(question) = read(&stream) else { return };
                    questions.lock().expect("no panic").push(question.clone());
                    let open = now.fetch_add(1, Ordering::SeqCst) + 1;
                    most.fetch_max(open, Ordering::SeqCst);
                    let reply = answer(&question);
                    write(stream, &reply, &now);
                });
            }
        }));
        server
    }

    pub fn address(&self, rest: &str) -> String {
        format!("http://127.0.0.1:{}{rest}", self.port)
    }

    pub fn asked(&self) -> usize {
        self.questions.lock().expect("no panic").len()
    }

    pub fn last(&self) -> Question {
        let questions = self.questions.lock().expect("no panic");
        questions.last().expect("something was asked").clone()
    }

    pub fn connections(&self) -> usize {
        self.connections.load(Ordering::SeqCst)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.ended.store(true, Ordering::SeqCst);
        let _ = TcpStream::connect(("127.0.0.1", self.port));
        // From then on nobody listens at the port.
        if let Some(listening) = self.listening.take() {
            let _ = listening.join();
        }
    }
}

fn read(stream: &TcpStream) -> Option<Question> {
    let mut lines = BufReader::new(stream);
    let mut first = String::new();
    lines.read_line(&mut first).ok()?;
    loop {
        let mut line = String::new();
        if lines.read_line(&mut line).ok()? == 0 || line.trim().is_empty() {
            break;
        }
    }
    let target = first.split(' ').nth(1)?.to_owned();
    let query = target.split_once('?').map_or("", |(_, q)| q).to_owned();
    let pairs = url::form_urlencoded::parse(query.as_bytes())
        .map(|(n, v)| (n.to_ascii_uppercase(), v.into_owned()))
        .collect();
    Some(Question { target, pairs })
}

fn write(mut stream: TcpStream, reply: &Reply, now: &AtomicUsize) {
    let done = || now.fetch_sub(1, Ordering::SeqCst);
    // A client that has gone away is no fault of the server's.
    let mut send = |bytes: &[u8]| stream.write_all(bytes);
    let head = |status: u16, lines: &str, length: usize| {
        format!("HTTP/1.1 {status} X\r\nConnection: close\r\n{lines}Content-Length: {length}\r\n\r\n")
    };
    match reply {
        Reply::Full(status, kind, bytes) => {
            // Counted down before the client can know, so that it is never counted too high.
            done();
            let _ = send(head(*status, &format!("Content-Type: {kind}\r\n"), bytes.len()).as_bytes());
            let _ = send(bytes);
        }
        Reply::With(status, lines, bytes) => {
            done();
            let lines: String = lines.iter().map(|(n, v)| format!("{n}: {v}\r\n")).collect();
            let _ = send(head(*status, &lines, bytes.len()).as_bytes());
            let _ = send(bytes);
        }
        Reply::CutOff(bytes) => {
            done();
            let _ = send(head(200, "Content-Type: image/png\r\n", bytes.len() + 1000).as_bytes());
            let _ = send(bytes);
        }
        Reply::Endless => {
            done();
            let _ = send(b"HTTP/1.1 200 X\r\nConnection: close\r\nContent-Type: image/png\r\n\r\n");
            let mut chunk = super::png(8, 8);
            chunk.resize(1 << 16, 0);
            while send(&chunk).is_ok() {}
        }
        Reply::Held(gate, then) => {
            gate.wait();
            write(stream, then, now);
        }
        Reply::Noise => {
            done();
            let _ = send(b"SSH-2.0-OpenSSH_9.6\r\n");
        }
    }
}
