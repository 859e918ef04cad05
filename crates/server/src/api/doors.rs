//! The addresses that are read by GET, each an entry to one tool.

/// An address.
#[derive(Debug)]
pub(crate) struct Door {
    /// Below the root; names in braces are fields of the request.
    pub path: &'static str,
    /// The tool behind it.
    pub tool: &'static str,
    /// Whether its list comes in pages, and how many entries come at a time when nothing is asked.
    pub pages: Option<usize>,
    /// The furthest place that a page may begin at.
    pub furthest: usize,
    /// What may be added to the tool's own help.
    pub about: &'static str,
}

/// All of them.
pub(crate) static DOORS: &[Door] = &[
    Door {
        path: "/codes/{system}/{code}",
        tool: "lookup",
        pages: None,
        furthest: 0,
        about: "",
    },
    Door {
        path: "/codes/{system}/{code}/pairs",
        tool: "pairs",
        pages: Some(50),
        furthest: 1_000_000,
        about: "Edits in force on the day; with `all`, or between two codes, the others as well.",
    },
    Door {
        path: "/search",
        tool: "search",
        pages: Some(10),
        furthest: 1000,
        about: "The first thousand results can be paged through.",
    },
    Door {
        path: "/complete",
        tool: "complete",
        pages: None,
        furthest: 0,
        about: "",
    },
    Door {
        path: "/browse/{system}",
        tool: "browse",
        pages: Some(200),
        furthest: 1_000_000,
        about: "",
    },
    Door {
        path: "/compare",
        tool: "compare",
        pages: None,
        furthest: 0,
        about: "",
    },
    Door {
        path: "/diff/{system}",
        tool: "diff",
        pages: None,
        furthest: 0,
        about: "",
    },
    Door {
        path: "/releases",
        tool: "releases",
        pages: None,
        furthest: 0,
        about: "",
    },
];

impl Door {
    /// Whether a field of the request stands in the path.
    pub fn in_path(&self, field: &str) -> bool {
        self.path.contains(&format!("{{{field}}}"))
    }
}

/// An address that is asked by POST beside `/tools/…`.
#[derive(Debug)]
pub(crate) struct Posted {
    /// Below the root.
    pub path: &'static str,
    /// The tool behind it.
    pub tool: &'static str,
    /// What it is about, in the document.
    pub tag: &'static str,
}

/// All of them: what is asked about patients goes into a body, never into an address.
pub(crate) static POSTED: &[Posted] = &[
    Posted {
        path: "/code",
        tool: "code",
        tag: "notes",
    },
    Posted {
        path: "/claims:check",
        tool: "check",
        tag: "claims",
    },
    Posted {
        path: "/claims:price",
        tool: "price",
        tag: "claims",
    },
    Posted {
        path: "/claims:code",
        tool: "claim",
        tag: "claims",
    },
    Posted {
        path: "/claims:remit",
        tool: "remit",
        tag: "claims",
    },
];
