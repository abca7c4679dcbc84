"""The order of the stages, from a feed's bytes to a story's dossier. ``sync`` and ``analyse`` yield Progress.

1. ``fetch``: what is due, conditionally, many at a time (``feeds.plan``, ``feeds.fetch``)
2. ``parse``: bytes that are not the last ones become entries, in worker processes (``feeds.workers``)
3. ``save``: new and changed entries, several feeds a short transaction (``saving``, ``store.articles``)
4. ``pages``: the full texts of what is new, for feeds that ask for it (``full_text``)
5. ``analyse``: articles whose findings are stale (``analysis.article``); a second process has begun with the new ones
   while feeds were still fetched (``ahead``)
6. ``link``: copies collapse, articles join stories (``store.linking``)
7. ``rebuild``: the dossiers of the stories that were touched (``store.stories``)
8. ``rules``: what the reader wants done with new articles, and who is told (``rules``)
"""
