/**
 * The log as files: exported, held against signed checkpoints, restored into an empty cluster. A
 * backup is a folder with {@code records/<topic>-<partition>.jsonl}, one record a line, each with
 * the digest of itself and of all before it, and {@code checkpoints/<n>.json} with a signature,
 * each with the digest of the one before.
 */
@NullMarked
package dev.mintmark.cli.log;

import org.jspecify.annotations.NullMarked;
