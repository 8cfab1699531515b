/** The services as child processes: their configuration, their health, their restarts. */
@NullMarked
package dev.mintmark.launcher.service;

import org.jspecify.annotations.NullMarked;
