/** What verification reads of JSON: whole documents and their fields, each with a refusal. */
@NullMarked
package dev.mintmark.verify.json;

import org.jspecify.annotations.NullMarked;
