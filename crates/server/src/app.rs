//! What all requests share, and who asks.

use crate::shelf::Shelf;
use crate::view::Frame;
use axum::http::HeaderMap;
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
    pub shelf: Arc<Shelf>,
    /// What is known of modifiers, for those that a finding allows.
    pub modifiers: Arc<[Meaning]>,
}

impl App {
    /// Asks once for what every page needs.
    pub fn new(gate: Gate) -> App {
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
            shelf: Arc::new(Shelf::new(pages, gate.about().families.clone())),
            modifiers: modifiers.unwrap_or_default().into(),
            gate,
        }
    }

    /// What stands around a page. `asked` is what stands in the look-up box.
    pub fn frame<'a>(&'a self, asked: &'a str) -> Frame<'a> {
        Frame {
            about: self.gate.about(),
            asked,
            noticed: &[],
        }
    }

    /// Asks as a page does.
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

/// Who asks. The server listens on this machine only, so that it is whoever runs it.
fn caller(_: &HeaderMap) -> Caller {
    Caller::Operator
}

/// Asks on a thread of its own, as a store of accounts may need a runtime and this may be called from within one.
fn at_once<Q: Ask + Sync>(gate: &Gate, request: &Q) -> Option<Reply<Q::Answer>> {
    let context = Context::new(Caller::Operator, Door::Page);
    let asked = std::thread::scope(|scope| {
        let asking = scope.spawn(|| gate.ask_now(&context, request));
        asking.join()
    });
    asked.ok()?.ok()
}
