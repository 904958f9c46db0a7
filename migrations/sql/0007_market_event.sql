-- When the markets opened and closed, as far as that bounds what can be asked about them.

INSERT INTO market_event (market, event, first_on, last_on, note, evidence, source) VALUES
    ('dream', 'opened', '2013-01-01', '2013-12-31',
     'The market opened: its pages claim this year in their footer.', 'recalled', NULL),
    ('wallstreet', 'opened', '2016-01-01', '2016-12-31', 'The market opened.', 'recalled', NULL),
    ('wallstreet', 'closed', '2019-04-20', '2019-05-10',
     'The market closed: at the latest when its exit and seizure were reported.', 'read', 'Trouw, May 2019'),
    ('empire', 'opened', '2018-01-01', '2018-12-31', 'The market opened.', 'recalled', NULL),
    ('empire', 'closed', '2020-07-23', '2020-08-31',
     'The market closed: in August 2020, after its last scrape.', 'recalled', NULL)
ON CONFLICT DO NOTHING;
