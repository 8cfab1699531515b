/**
 * ELF files read as hostile input: what kind of file it is, what a dynamic loader needs for it and
 * what it offers. All is read by program headers and the dynamic segment, as a loader does, so a
 * file without section headers is read like any other. Nothing is run, and no more memory is taken
 * than the bounds in {@link dev.mintmark.elf.ElfReader} allow, whatever a file claims.
 */
@NullMarked
package dev.mintmark.elf;

import org.jspecify.annotations.NullMarked;
