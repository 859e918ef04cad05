//! Where a batch's answers go: a file appears whole under its name, or not at all.

use crate::input;
use anyhow::{Context, Result, bail};
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use tempfile::{Builder, NamedTempFile};

/// An output being written.
pub enum Sink {
    /// Standard output, or something that is no file (a device, a named pipe): written as it comes.
    Stream(BufWriter<Box<dyn Write>>),
    /// A file: written to a temporary file next to it and renamed at the end.
    File(BufWriter<NamedTempFile>, PathBuf),
}

impl Sink {
    /// Prepares to write to `path`, the answers to what is read from `from`.
    pub fn open(path: &Path, from: &Path) -> Result<Self> {
        if input::is_standard(path) {
            return Ok(Self::Stream(BufWriter::new(Box::new(std::io::stdout()))));
        }
        if path.is_dir() {
            bail!("{} is a folder: name the file to write", path.display());
        }
        // A link stays a link: what it points at is replaced.
        let place = path.canonicalize().unwrap_or_else(|_| path.to_owned());
        if from.canonicalize().is_ok_and(|from| from == place) {
            bail!(
                "{} is the input itself: name another file to write",
                path.display()
            );
        }
        if place.exists() && !place.is_file() {
            let device = File::options()
                .write(true)
                .open(&place)
                .with_context(|| cannot(path))?;
            return Ok(Self::Stream(BufWriter::new(Box::new(device))));
        }
        let folder = place
            .parent()
            .filter(|folder| !folder.as_os_str().is_empty())
            .unwrap_or(Path::new("."));
        // Named after its goal, so that one left behind by a power cut is recognised.
        let mut prefix = place.file_name().unwrap_or_default().to_owned();
        prefix.push(".");
        let mut builder = Builder::new();
        builder.prefix(&prefix).suffix(".part");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            builder.permissions(std::fs::Permissions::from_mode(0o666));
        }
        let file = builder.tempfile_in(folder).with_context(|| cannot(path))?;
        Ok(Self::File(BufWriter::new(file), place))
    }

    /// Writes on.
    pub fn write(&mut self, bytes: &[u8]) -> Result<()> {
        match self {
            Self::Stream(out) => out.write_all(bytes)?,
            Self::File(out, place) => out.write_all(bytes).with_context(|| cannot(place))?,
        }
        Ok(())
    }

    /// Puts the whole output in its place.
    pub fn finish(self) -> Result<()> {
        match self {
            Self::Stream(mut out) => out.flush()?,
            Self::File(out, place) => {
                let file = out
                    .into_inner()
                    .map_err(std::io::IntoInnerError::into_error)
                    .with_context(|| cannot(&place))?;
                file.persist(&place)
                    .map_err(|error| error.error)
                    .with_context(|| cannot(&place))?;
            }
        }
        Ok(())
    }
}

fn cannot(path: &Path) -> String {
    format!("{} cannot be written", path.display())
}
