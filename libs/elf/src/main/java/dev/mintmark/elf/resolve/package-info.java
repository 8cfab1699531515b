/**
 * What the dynamic loader of an image would find: every program's and library's needed libraries
 * and symbol versions, looked for by the rules of glibc's and musl's loaders. Libraries that a
 * program opens itself ({@code dlopen}) are not known and not guessed. Nothing is run.
 */
@NullMarked
package dev.mintmark.elf.resolve;

import org.jspecify.annotations.NullMarked;
