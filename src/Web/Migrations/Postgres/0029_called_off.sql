-- An unannounced inspection that was called off before its moment has none any more.
UPDATE programme_inspection SET "RevealAt" = NULL WHERE "Kind" = 'Unannounced' AND "State" = 'Cancelled';
