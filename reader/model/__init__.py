"""The vocabulary of Tapeout: frozen dataclasses and enums, standard library only.

A type's name says its moment: an ``Entry`` came in, an ``Article`` is stored, ``Findings`` is what analysis
says of one article, a ``Story`` is what many articles amount to. Every finding carries where it was read
(a span of the article's text) and why it is held (rule and words).

Conventions that hold everywhere:

* times are aware ``datetime`` values; ``Article.published`` keeps the outlet's own UTC offset, because
  "on Tuesday" is a day of the outlet's calendar;
* dates of events are EDTF level 1 strings (ISO 8601-2), see ``reader.edtf``;
* offsets count characters of ``Article.text``: ``text[start:end]`` is the evidence itself;
* public ids are strings: ``a…`` article, ``s…`` story, ``e…`` event, ``n…`` note; companies, topics and
  feeds have slugs.

====================  ==========================================================================
``ids``               public ids
``text``              spans, blocks and inlines of plain text; reasons
``feeds``             subscriptions, entries as they came, a feed's health
``articles``          stored articles, notes, list rows
``lexicon``           companies and topics as the gazetteer has them
``findings``          what analysis says of one article
``stories``           what many articles amount to
``progress``          how far a sync or an analysis has come
====================  ==========================================================================
"""
