/**
 * Closures of Nix and Guix, as {@code nix-store --export} and {@code guix archive --export} write
 * them: store paths, each as a NAR with the paths that it refers to. Nothing in the form vouches
 * for the contents; whoever reads one has pinned the whole file.
 */
@NullMarked
package dev.mintmark.packages.nar;

import org.jspecify.annotations.NullMarked;
