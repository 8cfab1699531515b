package dev.mintmark.inventory.found;

/** Whose package it is. An earlier one owns a file that a later one has as well. */
public enum Ecosystem {
  DEBIAN,
  ALPINE,
  PYTHON,
  NPM,
  JAR,
  NATIVE
}
