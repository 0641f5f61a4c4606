-- Joint meetings: series with their members and rules; meetings, who was called and came, agenda, decisions, what members said, every step.
CREATE TABLE programme_meeting_series (
    "Id" TEXT NOT NULL CONSTRAINT "PK_programme_meeting_series" PRIMARY KEY,
    "Name" TEXT NOT NULL,
    "QuorumOf" INTEGER NOT NULL,
    "QuorumIn" INTEGER NOT NULL,
    "StandInsCount" INTEGER NOT NULL,
    "CommentDays" INTEGER NOT NULL,
    "Version" INTEGER NOT NULL
);
CREATE UNIQUE INDEX "IX_programme_meeting_series_Name" ON programme_meeting_series ("Name");
CREATE TABLE programme_series_member (
    "Id" TEXT NOT NULL CONSTRAINT "PK_programme_series_member" PRIMARY KEY,
    "SeriesId" TEXT NOT NULL,
    "UnitId" TEXT NOT NULL
);
CREATE UNIQUE INDEX "IX_programme_series_member_SeriesId_UnitId" ON programme_series_member ("SeriesId", "UnitId");
CREATE TABLE programme_meeting (
    "Id" TEXT NOT NULL CONSTRAINT "PK_programme_meeting" PRIMARY KEY,
    "SeriesId" TEXT NOT NULL,
    "ConvenerId" TEXT NOT NULL,
    "Title" TEXT NOT NULL,
    "Place" TEXT NOT NULL,
    "Day" TEXT NOT NULL,
    "Clock" TEXT NOT NULL,
    "State" TEXT NOT NULL,
    "QuorumOf" INTEGER NOT NULL,
    "QuorumIn" INTEGER NOT NULL,
    "StandInsCount" INTEGER NOT NULL,
    "CommentDays" INTEGER NOT NULL,
    "InvitedOn" TEXT NULL,
    "HeldOn" TEXT NULL,
    "CommentsBy" TEXT NULL,
    "Rounds" INTEGER NOT NULL,
    "CirculatedBy" TEXT NULL,
    "ConfirmedOn" TEXT NULL,
    "Chair" TEXT NOT NULL,
    "Minutes" TEXT NOT NULL,
    "StepCount" INTEGER NOT NULL,
    "Version" INTEGER NOT NULL
);
CREATE INDEX "IX_programme_meeting_SeriesId_Day" ON programme_meeting ("SeriesId", "Day");
CREATE INDEX "IX_programme_meeting_State_Day" ON programme_meeting ("State", "Day");
CREATE TABLE programme_meeting_unit (
    "Id" TEXT NOT NULL CONSTRAINT "PK_programme_meeting_unit" PRIMARY KEY,
    "MeetingId" TEXT NOT NULL,
    "UnitId" TEXT NOT NULL,
    "Reply" TEXT NULL,
    "ReplyWho" TEXT NOT NULL,
    "RepliedAt" TEXT NULL,
    "Came" TEXT NULL,
    "CameWho" TEXT NOT NULL,
    "Version" INTEGER NOT NULL
);
CREATE UNIQUE INDEX "IX_programme_meeting_unit_MeetingId_UnitId" ON programme_meeting_unit ("MeetingId", "UnitId");
CREATE INDEX "IX_programme_meeting_unit_UnitId" ON programme_meeting_unit ("UnitId");
CREATE TABLE programme_agenda_item (
    "Id" TEXT NOT NULL CONSTRAINT "PK_programme_agenda_item" PRIMARY KEY,
    "MeetingId" TEXT NOT NULL,
    "Source" TEXT NOT NULL,
    "SourceId" TEXT NULL,
    "Title" TEXT NOT NULL,
    "Note" TEXT NOT NULL,
    "Outcome" TEXT NOT NULL,
    "SortOrder" INTEGER NOT NULL
);
CREATE INDEX "IX_programme_agenda_item_MeetingId_SortOrder" ON programme_agenda_item ("MeetingId", "SortOrder");
CREATE UNIQUE INDEX "IX_programme_agenda_item_MeetingId_SourceId" ON programme_agenda_item ("MeetingId", "SourceId") WHERE "SourceId" IS NOT NULL;
CREATE TABLE programme_meeting_decision (
    "Id" TEXT NOT NULL CONSTRAINT "PK_programme_meeting_decision" PRIMARY KEY,
    "MeetingId" TEXT NOT NULL,
    "SeriesId" TEXT NOT NULL,
    "Number" INTEGER NOT NULL,
    "Text" TEXT NOT NULL,
    "UnitId" TEXT NOT NULL,
    "DueOn" TEXT NOT NULL,
    "Follow" TEXT NOT NULL,
    "FollowId" TEXT NULL,
    "State" TEXT NOT NULL,
    "Said" TEXT NOT NULL,
    "EndedOn" TEXT NULL,
    "Version" INTEGER NOT NULL
);
CREATE UNIQUE INDEX "IX_programme_meeting_decision_MeetingId_Number" ON programme_meeting_decision ("MeetingId", "Number");
CREATE INDEX "IX_programme_meeting_decision_SeriesId_State_DueOn" ON programme_meeting_decision ("SeriesId", "State", "DueOn");
CREATE INDEX "IX_programme_meeting_decision_UnitId_State_DueOn" ON programme_meeting_decision ("UnitId", "State", "DueOn");
CREATE TABLE programme_meeting_comment (
    "Id" TEXT NOT NULL CONSTRAINT "PK_programme_meeting_comment" PRIMARY KEY,
    "MeetingId" TEXT NOT NULL,
    "UnitId" TEXT NOT NULL,
    "Round" INTEGER NOT NULL,
    "Agrees" INTEGER NOT NULL,
    "Text" TEXT NOT NULL,
    "PersonName" TEXT NOT NULL,
    "At" TEXT NOT NULL
);
CREATE UNIQUE INDEX "IX_programme_meeting_comment_MeetingId_UnitId_Round" ON programme_meeting_comment ("MeetingId", "UnitId", "Round");
CREATE TABLE programme_meeting_step (
    "Id" TEXT NOT NULL CONSTRAINT "PK_programme_meeting_step" PRIMARY KEY,
    "MeetingId" TEXT NOT NULL,
    "Number" INTEGER NOT NULL,
    "Kind" TEXT NOT NULL,
    "DecisionId" TEXT NULL,
    "At" TEXT NOT NULL,
    "UnitName" TEXT NOT NULL,
    "PersonName" TEXT NOT NULL,
    "Text" TEXT NULL
);
CREATE UNIQUE INDEX "IX_programme_meeting_step_MeetingId_Number" ON programme_meeting_step ("MeetingId", "Number");
