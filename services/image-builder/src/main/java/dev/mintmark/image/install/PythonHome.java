package dev.mintmark.image.install;

import dev.mintmark.packages.wheel.PythonLayout;
import dev.mintmark.packages.wheel.PythonTarget;

/** The Python of an image: what runs on it, and where it looks. */
record PythonHome(PythonTarget target, PythonLayout layout) {}
