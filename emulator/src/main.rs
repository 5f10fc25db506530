//! Starts the emulator: flags, a socket, and an end on SIGINT or SIGTERM.

use std::{error::Error, fmt::Display, io::Write as _, process::ExitCode, time::Duration};

use clap::Parser as _;
use gcore_emulator::{
    clock::{Clock, ManualClock, SystemClock},
    contract::Contract,
    flags::{Flags, V1},
    http::{Emulator, router},
    samples,
    service::Service,
};
use tokio::{net::TcpListener, signal, sync::watch};

/// How long requests under way may take to finish after a signal.
const GRACE: Duration = Duration::from_secs(1);

#[tokio::main]
async fn main() -> ExitCode {
    match run(Flags::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            complain(&error);
            ExitCode::FAILURE
        }
    }
}

fn complain(what: &dyn Display) {
    // Without a stderr there is nobody left to tell.
    let _ = writeln!(std::io::stderr(), "gcore-emulator: {what}");
}

async fn run(flags: Flags) -> Result<(), Box<dyn Error>> {
    let clock: Box<dyn Clock> = match flags.now {
        Some(instant) => Box::new(ManualClock::at(instant)),
        None => Box::new(SystemClock),
    };
    let mut service = Service::new(clock);
    if flags.sample_tokens {
        let samples = samples::around(service.now());
        service = service.with_samples(samples);
    }
    let emulator = Emulator {
        service,
        contract: Contract::bundled()?,
        v1_gone: flags.v1 == V1::Gone,
        report: |violation| complain(violation),
    };
    let app = router(emulator, &flags.cors_origins);

    let listener = TcpListener::bind(flags.listen).await.map_err(|error| format!("can't listen on {}: {error}", flags.listen))?;
    // Whoever stops us right after reading the first line must find us ready for it.
    let stopped = stop_signal()?;
    let mut stdout = std::io::stdout();
    writeln!(stdout, "listening on http://{}", listener.local_addr()?)?;
    stdout.flush()?;

    let (stopping, mut was_stopped) = watch::channel(false);
    let server = axum::serve(listener, app).with_graceful_shutdown(async move {
        stopped.await;
        let _ = stopping.send(true);
    });
    tokio::select! {
        result = async { server.await } => result?,
        () = async {
            let _ = was_stopped.wait_for(|stopped| *stopped).await;
            tokio::time::sleep(GRACE).await;
        } => {}
    }
    Ok(())
}

/// Ends at the first SIGINT or SIGTERM after this call.
#[cfg(unix)]
fn stop_signal() -> Result<impl Future<Output = ()> + Send + 'static, std::io::Error> {
    use signal::unix::{SignalKind, signal};
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}

/// Ends at the first Ctrl-C.
#[cfg(not(unix))]
fn stop_signal() -> Result<impl Future<Output = ()> + Send + 'static, std::io::Error> {
    Ok(async {
        let _ = signal::ctrl_c().await;
    })
}
