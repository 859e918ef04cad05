//! Listening, on this machine only, until a signal stops it.

use crate::site::{Site, router};
use std::net::SocketAddr;
use std::time::Duration;
use tokio::net::TcpListener;

/// Requests still running when the server is stopped get this long.
const LAST_REQUESTS: Duration = Duration::from_secs(3);

/// Why the site could not be served.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// The address can be reached from other machines.
    #[error(
        "{0} can be reached from other machines, and notes hold patients' words: Ligature listens on this machine only. \
         Use 127.0.0.1 or [::1]."
    )]
    NotLoopback(SocketAddr),
    /// Another program listens there.
    #[error("port {} is in use by another program (perhaps Ligature is already running): choose another with --port, or --port 0 for any free one", .0.port())]
    PortInUse(SocketAddr),
    /// The system keeps such ports for itself.
    #[error("the system does not let you use port {}: choose one above 1023 with --port", .0.port())]
    NotAllowed(SocketAddr),
    /// Something else.
    #[error("could not listen on {address}: {source}")]
    Listen {
        /// Where.
        address: SocketAddr,
        /// What the system says.
        source: std::io::Error,
    },
    /// Listening ended by itself.
    #[error("the server stopped: {0}")]
    Stopped(std::io::Error),
}

/// Serves the site at `address` until Ctrl-C (or a request to terminate), and prints its URL to standard output once it can be
/// opened. Port 0 takes any free port.
///
/// # Errors
/// [`ServeError`], with a message for the person at the terminal.
pub async fn serve(site: Site, address: SocketAddr) -> Result<(), ServeError> {
    serve_when_ready(site, address, |url| {
        println!("Ligature is at {url} (Ctrl-C stops it)")
    })
    .await
}

/// [`serve`] for a caller without an async runtime.
///
/// # Errors
/// [`ServeError`]
pub fn serve_blocking(site: Site, address: SocketAddr) -> Result<(), ServeError> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build();
    let runtime = runtime.map_err(|source| ServeError::Listen { address, source })?;
    runtime.block_on(serve(site, address))
}

/// [`serve`] that passes its URL to `ready` instead of printing it.
///
/// # Errors
/// [`ServeError`]
pub async fn serve_when_ready(
    site: Site,
    address: SocketAddr,
    ready: impl FnOnce(&str),
) -> Result<(), ServeError> {
    if !address.ip().is_loopback() {
        return Err(ServeError::NotLoopback(address));
    }
    let listener = TcpListener::bind(address)
        .await
        .map_err(|source| match source.kind() {
            std::io::ErrorKind::AddrInUse => ServeError::PortInUse(address),
            std::io::ErrorKind::PermissionDenied => ServeError::NotAllowed(address),
            _ => ServeError::Listen { address, source },
        })?;
    let at = listener
        .local_addr()
        .map_err(|source| ServeError::Listen { address, source })?;
    keep_notes_out_of_panics();
    ready(&format!("http://{at}/"));

    let (stop, stopped) = tokio::sync::watch::channel(false);
    let mut stop_signal = stopped.clone();
    let running = axum::serve(listener, router(site)).with_graceful_shutdown(async move {
        let _ = stop_signal.wait_for(|stop| *stop).await;
    });
    let patience = async move {
        until_signal().await;
        let _ = stop.send(true);
        tokio::time::sleep(LAST_REQUESTS).await;
    };
    tokio::select! {
        ended = running => ended.map_err(ServeError::Stopped),
        () = patience => Ok(()),
    }
}

/// The message of a panic can quote the text that caused it, and that text is a patient's: only its place is printed.
fn keep_notes_out_of_panics() {
    std::panic::set_hook(Box::new(|panic| {
        let place = panic
            .location()
            .map(|at| format!("{}:{}", at.file(), at.line()))
            .unwrap_or_default();
        eprintln!(
            "ligature: internal error at {place}; one request was refused (no text of it is shown here)"
        );
    }));
}

async fn until_signal() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = tokio::signal::ctrl_c() => {}
                _ = terminate.recv() => {}
            }
            return;
        }
    }
    let _ = tokio::signal::ctrl_c().await;
}

#[cfg(test)]
mod tests {
    use super::*;
    use ligature_book::{Origin, Parts, build_with};
    use ligature_knowledge::Knowledge;
    use ligature_tools::Gate;

    fn site() -> Site {
        let dir = tempfile::tempdir().unwrap();
        let (out, knowledge) = (dir.path().join("book"), Knowledge::default());
        build_with(&knowledge, Parts::default(), &Origin::default(), &out).unwrap();
        Site {
            gate: Gate::open(Some(&out)).unwrap().gate,
            today: crate::today,
            loader: None,
        }
    }

    #[tokio::test]
    async fn a_port_in_use_is_said() {
        let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let address = taken.local_addr().unwrap();
        let error = serve(site(), address).await.unwrap_err();
        assert!(matches!(error, ServeError::PortInUse(at) if at == address));
        assert!(error.to_string().contains("--port"));
    }

    #[tokio::test]
    async fn other_machines_are_kept_out() {
        let error = serve(site(), SocketAddr::from(([0, 0, 0, 0], 0)))
            .await
            .unwrap_err();
        assert!(matches!(error, ServeError::NotLoopback(_)));
    }

    #[tokio::test]
    async fn it_answers_at_the_address_it_gives() {
        use std::io::{Read, Write};
        let (sender, receiver) = tokio::sync::oneshot::channel();
        let serving = tokio::spawn(serve_when_ready(
            site(),
            SocketAddr::from(([127, 0, 0, 1], 0)),
            |url| {
                sender.send(url.to_owned()).unwrap();
            },
        ));
        let url = receiver.await.unwrap();
        let host = url
            .trim_start_matches("http://")
            .trim_end_matches('/')
            .to_owned();
        let asking = tokio::task::spawn_blocking(move || {
            let mut stream = std::net::TcpStream::connect(&host).unwrap();
            write!(
                stream,
                "GET /health HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"
            )
            .unwrap();
            let mut answer = String::new();
            stream.read_to_string(&mut answer).unwrap();
            answer
        });
        let answer = asking.await.unwrap();
        assert!(
            answer.starts_with("HTTP/1.1 200") && answer.ends_with("ok"),
            "{answer}"
        );
        serving.abort();
    }
}
