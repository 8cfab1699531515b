/**
 * Proxies on loopback between a service and Kafka, S3 or PostgreSQL. They read just enough of each
 * protocol to name the moment, and ask what is to happen there.
 */
@NullMarked
package dev.mintmark.contract.fault.proxy;

import org.jspecify.annotations.NullMarked;
