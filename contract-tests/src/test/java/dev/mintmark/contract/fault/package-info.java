/**
 * The line while everything around it fails: services die, brokers restart, stores lie. In the end
 * nothing is lost and nothing is there twice.
 */
@NullMarked
package dev.mintmark.contract.fault;

import org.jspecify.annotations.NullMarked;
