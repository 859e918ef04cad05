//! The unfinished file and what is remembered of it.

use crate::memory::Memory;
use crate::trouble::Trouble;
use std::ffi::OsString;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{ErrorKind, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

/// `NAME.part`, held by this process alone.
pub(crate) struct Part {
    to: PathBuf,
    path: PathBuf,
    memory_file: PathBuf,
    file: File,
    have: u64,
    memory: Option<Memory>,
}

impl Part {
    /// Opens what an earlier call left, or begins.
    pub(crate) fn open(to: &Path) -> Result<Self, Trouble> {
        if let Some(folder) = to.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            Trouble::disk("making the folder", folder, fs::create_dir_all(folder))?;
        }
        let path = with(to, ".part");
        let memory_file = with(to, ".part.json");
        let opened = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(&path);
        let file = Trouble::disk("opening", &path, opened)?;
        let busy = || Trouble::Busy { path: path.clone() };
        // where the system has no locks, no other process is assumed
        if matches!(file.try_lock(), Err(TryLockError::WouldBlock)) {
            return Err(busy());
        }
        // its last holder may have finished it in this moment
        if fs::metadata(&path).is_err_and(|error| error.kind() == ErrorKind::NotFound) {
            return Err(busy());
        }
        let have = Trouble::disk("reading", &path, file.metadata())?.len();
        let memory = fs::read(&memory_file)
            .ok()
            .and_then(|text| serde_json::from_slice(&text).ok());
        Ok(Self {
            to: to.to_owned(),
            path,
            memory_file,
            file,
            have,
            memory,
        })
    }

    /// Bytes that are there.
    pub(crate) fn have(&self) -> u64 {
        self.have
    }

    /// What is remembered of them.
    pub(crate) fn memory(&self) -> Option<&Memory> {
        self.memory.as_ref()
    }

    /// Bytes of the whole file, where the server said.
    pub(crate) fn whole(&self) -> Option<u64> {
        self.memory.as_ref().and_then(|memory| memory.whole)
    }

    /// What is remembered, if the download can be continued from this address.
    pub(crate) fn resumable(&self, address: &str) -> Option<&Memory> {
        let memory = self.memory.as_ref()?;
        let fits = memory.whole.is_none_or(|whole| self.have < whole);
        (self.have > 0 && fits && memory.address == address && memory.condition().is_some())
            .then_some(memory)
    }

    /// Whether all bytes came, and only the name is missing.
    pub(crate) fn complete(&self, address: &str) -> bool {
        self.memory
            .as_ref()
            .is_some_and(|m| m.address == address && m.whole == Some(self.have))
            && self.have > 0
    }

    /// Starts again: without bytes, and with what to remember of the new ones.
    pub(crate) fn begin(&mut self, memory: Memory) -> Result<(), Trouble> {
        self.empty()?;
        let text = serde_json::to_vec_pretty(&memory).unwrap_or_default();
        Trouble::disk(
            "writing",
            &self.memory_file,
            fs::write(&self.memory_file, text),
        )?;
        self.memory = Some(memory);
        Ok(())
    }

    /// Throws away what is there.
    pub(crate) fn empty(&mut self) -> Result<(), Trouble> {
        // first what is remembered: bytes without it are never continued
        let _ = fs::remove_file(&self.memory_file);
        self.memory = None;
        Trouble::disk("emptying", &self.path, self.file.set_len(0))?;
        self.have = 0;
        Ok(())
    }

    /// Puts bytes at the end.
    pub(crate) fn append(&mut self, bytes: &[u8]) -> Result<(), Trouble> {
        let written = self
            .file
            .seek(SeekFrom::Start(self.have))
            .and_then(|_| self.file.write_all(bytes));
        Trouble::disk("writing", &self.path, written)?;
        self.have += bytes.len() as u64;
        Ok(())
    }

    /// Gives it its name. The number of its bytes.
    pub(crate) fn finish(self) -> Result<u64, Trouble> {
        Trouble::disk("writing", &self.path, self.file.sync_all())?;
        Trouble::disk("writing", &self.to, fs::rename(&self.path, &self.to))?;
        let _ = fs::remove_file(&self.memory_file);
        Ok(self.have)
    }

    /// Leaves nothing behind.
    pub(crate) fn discard(self) {
        let _ = fs::remove_file(&self.memory_file);
        let _ = fs::remove_file(&self.path);
    }
}

/// The path with more at its end.
fn with(path: &Path, ending: &str) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(ending);
    name.into()
}
