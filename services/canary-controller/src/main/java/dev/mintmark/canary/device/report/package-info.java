/** What devices say about their orders: recorded once each, and never believed. */
@NullMarked
package dev.mintmark.canary.device.report;

import org.jspecify.annotations.NullMarked;
