-- Joint meetings: series with their members and rules; meetings, who was called and came, agenda, decisions, what members said, every step.
CREATE TABLE programme_meeting_series (
    "Id" uuid NOT NULL CONSTRAINT "PK_programme_meeting_series" PRIMARY KEY,
    "Name" character varying(80) NOT NULL,
    "QuorumOf" integer NOT NULL,
    "QuorumIn" integer NOT NULL,
    "StandInsCount" boolean NOT NULL,
    "CommentDays" integer NOT NULL,
    "Version" integer NOT NULL
);
CREATE UNIQUE INDEX "IX_programme_meeting_series_Name" ON programme_meeting_series ("Name");
CREATE TABLE programme_series_member (
    "Id" uuid NOT NULL CONSTRAINT "PK_programme_series_member" PRIMARY KEY,
    "SeriesId" uuid NOT NULL,
    "UnitId" uuid NOT NULL
);
CREATE UNIQUE INDEX "IX_programme_series_member_SeriesId_UnitId" ON programme_series_member ("SeriesId", "UnitId");
CREATE TABLE programme_meeting (
    "Id" uuid NOT NULL CONSTRAINT "PK_programme_meeting" PRIMARY KEY,
    "SeriesId" uuid NOT NULL,
    "ConvenerId" uuid NOT NULL,
    "Title" character varying(120) NOT NULL,
    "Place" character varying(120) NOT NULL,
    "Day" date NOT NULL,
    "Clock" character varying(5) NOT NULL,
    "State" character varying(12) NOT NULL,
    "QuorumOf" integer NOT NULL,
    "QuorumIn" integer NOT NULL,
    "StandInsCount" boolean NOT NULL,
    "CommentDays" integer NOT NULL,
    "InvitedOn" date NULL,
    "HeldOn" date NULL,
    "CommentsBy" date NULL,
    "Rounds" integer NOT NULL,
    "CirculatedBy" uuid NULL,
    "ConfirmedOn" date NULL,
    "Chair" character varying(80) NOT NULL,
    "Minutes" character varying(4000) NOT NULL,
    "StepCount" integer NOT NULL,
    "Version" integer NOT NULL
);
CREATE INDEX "IX_programme_meeting_SeriesId_Day" ON programme_meeting ("SeriesId", "Day");
CREATE INDEX "IX_programme_meeting_State_Day" ON programme_meeting ("State", "Day");
CREATE TABLE programme_meeting_unit (
    "Id" uuid NOT NULL CONSTRAINT "PK_programme_meeting_unit" PRIMARY KEY,
    "MeetingId" uuid NOT NULL,
    "UnitId" uuid NOT NULL,
    "Reply" character varying(8) NULL,
    "ReplyWho" character varying(60) NOT NULL,
    "RepliedAt" timestamp with time zone NULL,
    "Came" character varying(8) NULL,
    "CameWho" character varying(60) NOT NULL,
    "Version" integer NOT NULL
);
CREATE UNIQUE INDEX "IX_programme_meeting_unit_MeetingId_UnitId" ON programme_meeting_unit ("MeetingId", "UnitId");
CREATE INDEX "IX_programme_meeting_unit_UnitId" ON programme_meeting_unit ("UnitId");
CREATE TABLE programme_agenda_item (
    "Id" uuid NOT NULL CONSTRAINT "PK_programme_agenda_item" PRIMARY KEY,
    "MeetingId" uuid NOT NULL,
    "Source" character varying(8) NOT NULL,
    "SourceId" uuid NULL,
    "Title" character varying(200) NOT NULL,
    "Note" character varying(600) NOT NULL,
    "Outcome" character varying(2000) NOT NULL,
    "SortOrder" integer NOT NULL
);
CREATE INDEX "IX_programme_agenda_item_MeetingId_SortOrder" ON programme_agenda_item ("MeetingId", "SortOrder");
CREATE UNIQUE INDEX "IX_programme_agenda_item_MeetingId_SourceId" ON programme_agenda_item ("MeetingId", "SourceId") WHERE "SourceId" IS NOT NULL;
CREATE TABLE programme_meeting_decision (
    "Id" uuid NOT NULL CONSTRAINT "PK_programme_meeting_decision" PRIMARY KEY,
    "MeetingId" uuid NOT NULL,
    "SeriesId" uuid NOT NULL,
    "Number" integer NOT NULL,
    "Text" character varying(1000) NOT NULL,
    "UnitId" uuid NOT NULL,
    "DueOn" date NOT NULL,
    "Follow" character varying(8) NOT NULL,
    "FollowId" uuid NULL,
    "State" character varying(8) NOT NULL,
    "Said" character varying(1000) NOT NULL,
    "EndedOn" date NULL,
    "Version" integer NOT NULL
);
CREATE UNIQUE INDEX "IX_programme_meeting_decision_MeetingId_Number" ON programme_meeting_decision ("MeetingId", "Number");
CREATE INDEX "IX_programme_meeting_decision_SeriesId_State_DueOn" ON programme_meeting_decision ("SeriesId", "State", "DueOn");
CREATE INDEX "IX_programme_meeting_decision_UnitId_State_DueOn" ON programme_meeting_decision ("UnitId", "State", "DueOn");
CREATE TABLE programme_meeting_comment (
    "Id" uuid NOT NULL CONSTRAINT "PK_programme_meeting_comment" PRIMARY KEY,
    "MeetingId" uuid NOT NULL,
    "UnitId" uuid NOT NULL,
    "Round" integer NOT NULL,
    "Agrees" boolean NOT NULL,
    "Text" character varying(1000) NOT NULL,
    "PersonName" character varying(80) NOT NULL,
    "At" timestamp with time zone NOT NULL
);
CREATE UNIQUE INDEX "IX_programme_meeting_comment_MeetingId_UnitId_Round" ON programme_meeting_comment ("MeetingId", "UnitId", "Round");
CREATE TABLE programme_meeting_step (
    "Id" uuid NOT NULL CONSTRAINT "PK_programme_meeting_step" PRIMARY KEY,
    "MeetingId" uuid NOT NULL,
    "Number" integer NOT NULL,
    "Kind" character varying(12) NOT NULL,
    "DecisionId" uuid NULL,
    "At" timestamp with time zone NOT NULL,
    "UnitName" character varying(120) NOT NULL,
    "PersonName" character varying(80) NOT NULL,
    "Text" character varying(1000) NULL
);
CREATE UNIQUE INDEX "IX_programme_meeting_step_MeetingId_Number" ON programme_meeting_step ("MeetingId", "Number");
