//! What all requests share, and who asks.

use crate::code_pages::CodePages;
use crate::view::Frame;
use axum::http::HeaderMap;
use jiff::civil::Date;
use ligature_tools::{
    Ask, Caller, Context, Door, Gate, Indicator, Meaning, MeaningRequest, PagesRequest, Refusal,
    Reply,
};
use std::sync::Arc;

/// State shared by all requests.
#[derive(Clone)]
pub(crate) struct App {
    pub gate: Gate,
    /// The authored pages.
    pub code_pages: Arc<CodePages>,
    /// Which day it is.
    today: fn() -> Date,
    /// Whether publishers' files can be added on a page.
    pub loads: bool,
    /// What is known of modifiers, for those that a finding allows.
    pub modifiers: Arc<[Meaning]>,
}

impl App {
    /// Asks once for what every page needs.
    pub fn new(gate: Gate, today: fn() -> Date, loads: bool) -> App {
        // made ready now, so that the first note does not wait for it
        gate.warm();
        let pages = at_once(&gate, &PagesRequest::default());
        let pages = pages.map(|reply| reply.answer.pages).unwrap_or_default();
        let modifiers = MeaningRequest {
            of: Indicator::Modifier,
            value: None,
        };
        let modifiers = at_once(&gate, &modifiers);
        let modifiers = modifiers.map(|reply| reply.answer.meanings);
        App {
            code_pages: Arc::new(CodePages::new(pages, gate.about().families.clone())),
            modifiers: modifiers.unwrap_or_default().into(),
            today,
            loads,
            gate,
        }
    }

    /// Today, where this program runs.
    pub fn today(&self) -> Date {
        (self.today)()
    }

    /// The frame of a page. `query` is the text in the look-up box.
    pub fn frame<'a>(&'a self, query: &'a str) -> Frame<'a> {
        Frame {
            about: self.gate.about(),
            query,
            remarks: &[],
        }
    }

    /// Calls the gate as a page.
    pub async fn ask<Q: Ask>(
        &self,
        headers: &HeaderMap,
        request: &Q,
    ) -> Result<Reply<Q::Answer>, Refusal> {
        let context = context(headers, Door::Page);
        self.gate.ask(&context, request).await
    }
}

/// The call of a request that came through a door.
pub(crate) fn context(headers: &HeaderMap, door: Door) -> Context {
    Context::new(caller(headers), door)
}

/// Who calls. The server listens on this machine only, so it is the person who runs it.
fn caller(_: &HeaderMap) -> Caller {
    Caller::Operator
}

/// Calls the gate on a separate thread: a store of accounts may need a runtime, and the caller may already run in one.
fn at_once<Q: Ask + Sync>(gate: &Gate, request: &Q) -> Option<Reply<Q::Answer>> {
    let context = Context::new(Caller::Operator, Door::Page);
    let reply = std::thread::scope(|scope| {
        let asking = scope.spawn(|| gate.ask_now(&context, request));
        asking.join()
    });
    reply.ok()?.ok()
}
