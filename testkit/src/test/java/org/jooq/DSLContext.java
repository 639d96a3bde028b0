package org.jooq;

/** Stands for the library, which these tests do without. */
public interface DSLContext {
    int fetchCount();
}
